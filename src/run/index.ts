export { jobOf } from './job.ts';
export { formatBytes } from './ending.ts';
export { runAttempts } from './attempts.ts';
export { runPlan, type RunTools, startPlan } from './run-plan.ts';
export { createMasker, type Masker } from './mask.ts';
export { MASK_HELPER_PROGRAM, MASKING } from './mask-helper.ts';
export { createRegistrar, type Registrar } from './registrar.ts';
export type {
  Clock,
  ContainerEngine,
  ContainerLimits,
  EngineInfo,
  HeadStart,
  ImageInfo,
  Interruptions,
  Job,
  RunningJob,
  StopSignal,
  Terminal,
  TerminalSize,
} from './ports.ts';
