import type { Readable } from 'node:stream';
import type { Emit, Outcome } from '../events.ts';
import type { Plan } from '../plan/index.ts';
import { cancelledBy, describeEnd, fellSilent, outOfMemory, timedOut, type Reason } from './ending.ts';
import { attachInput } from './input.ts';
import { containerName, jobOf } from './job.ts';
import type { Masker } from './mask.ts';
import { pumpOutput } from './output.ts';
import type { Clock, ContainerEngine, Interruptions, RunningJob, StopSignal, Terminal } from './ports.ts';
import { watchSilence } from './silence.ts';
import { createStopper } from './stop.ts';
import { tooShortToMask } from './unmasked.ts';

export interface RunTools {
  readonly emit: Emit;
  readonly clock: Clock;
  readonly interruptions: Interruptions;
  /** Hides what this process knows to be secret; what the action registers is added. */
  readonly masker: Masker;
  /** Present when the action shall have a terminal. */
  readonly terminal?: Terminal;
  /** What an interactive action reads without one. */
  readonly stdin: () => Readable;
}

/** Which attempt it is, from 1, and how much of the plan's timeout the ones before have left. */
export interface Turn {
  readonly attempt: number;
  readonly leftMs: number | undefined;
}

/** Starts a plan's container: it is made at once and gets its job when `permission` resolves; see ContainerEngine.start and `expect` for `purpose`. */
export function startPlan(
  plan: Plan,
  engine: ContainerEngine,
  {
    terminal,
    interruptions,
    permission,
    purpose,
    attempt = 1,
  }: Pick<RunTools, 'terminal' | 'interruptions'> & {
    readonly permission?: Promise<unknown>;
    readonly purpose?: string | undefined;
    readonly attempt?: number;
  },
): Promise<RunningJob> {
  return engine.start(jobOf(plan, terminal?.size(), { purpose, attempt }), permission, interruptions.signal);
}

/**
 * Follows the job of a plan to its end and reports its output as events. A failing action is an Outcome; a failing engine a Problem.
 * Whatever happens, no container is left behind.
 */
export async function runPlan(
  plan: Plan,
  started: RunningJob,
  { attempt, leftMs, ...tools }: RunTools & Turn,
): Promise<Outcome> {
  const { emit, clock, interruptions } = tools;
  const startedMs = clock.elapsedMs();
  let reason: Reason | undefined;

  await using job = started;
  await emit({ name: 'container.started', id: job.containerId, container: containerName(plan, attempt) });
  using stopper = createStopper(job, clock, emit);
  const interrupt = (signal: StopSignal): void => {
    reason ??= cancelledBy(signal);
    stopper.stop(signal, `${signal} received`);
  };
  const end = (why: Reason): void => {
    // Whoever is being stopped already has a grace, which no limit shortens.
    if (reason !== undefined) return;
    reason = why;
    stopper.stop('SIGTERM', why.cause);
  };
  using _interruptions = defer(interruptions.onInterrupt(interrupt));
  // It may have come while the container was being made.
  if (interruptions.signal.aborted) interrupt(interruptions.signal.reason as StopSignal);
  const { idleTimeoutMs } = plan;
  using _timeout =
    leftMs === undefined
      ? undefined
      : defer(
          clock.after(leftMs, () => {
            end(timedOut(plan));
          }),
        );
  using silence =
    idleTimeoutMs === undefined
      ? undefined
      : watchSilence(idleTimeoutMs, clock, () => {
          end(fellSilent(plan));
        });
  const heard = silence === undefined ? {} : { heard: silence.heard };
  using _input = attachInput(job, tools, plan.action.interactive);
  const { masker } = tools;
  const register = (value: string): void => {
    if (masker.add([value]).length > 0) void emit({ name: 'run.warned', problem: tooShortToMask() });
  };
  job.onSecret?.(register);
  const [exitCode] = await Promise.all([
    job.exit,
    pumpOutput(job.stdout, 'stdout', { masker: masker.fork(), register, emit, ...heard }),
    pumpOutput(job.stderr, 'stderr', { masker: masker.fork(), register, emit, ...heard }),
  ]);
  const lack = job.ranOutOfMemory?.() === true ? { lack: outOfMemory(plan) } : {};
  return {
    transaction: plan.transaction,
    durationMs: Math.round(clock.elapsedMs() - startedMs),
    ...describeEnd(exitCode, { reason, killed: stopper.killed, ...lack }),
  };
}

function defer(action: () => void): Disposable {
  return { [Symbol.dispose]: action };
}
