export { jobOf } from './job.ts';
export { runAttempts } from './attempts.ts';
export { runPlan, startPlan } from './run-plan.ts';
export { createMasker, type Masker } from './mask.ts';
export type {
  Clock,
  ContainerEngine,
  EngineInfo,
  ImageInfo,
  Interruptions,
  Job,
  RunningJob,
  StopSignal,
  Terminal,
  TerminalSize,
} from './ports.ts';
