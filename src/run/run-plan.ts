import type { Readable, Writable } from 'node:stream';
import type { Emit, Outcome, RunState } from '../events.ts';
import type { Plan } from '../plan/index.ts';
import { jobOf } from './job.ts';
import type { Masker } from './mask.ts';
import { pumpOutput } from './output.ts';
import type { Clock, ContainerEngine, Interruptions, RunningJob, StopSignal, Terminal } from './ports.ts';
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

const TIMEOUT_EXIT = 124;
const INTERRUPT_EXIT: Readonly<Record<StopSignal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
  SIGQUIT: 131,
  SIGKILL: 137,
};

/** Starts a plan's container: it is made at once and gets its job when `permission` resolves; see ContainerEngine.start and `expect` for `purpose`. */
export function startPlan(
  plan: Plan,
  engine: ContainerEngine,
  {
    terminal,
    interruptions,
    permission,
    purpose,
  }: Pick<RunTools, 'terminal' | 'interruptions'> & {
    readonly permission: Promise<unknown>;
    readonly purpose?: string | undefined;
  },
): Promise<RunningJob> {
  return engine.start(jobOf(plan, terminal?.size(), purpose), permission, interruptions.signal);
}

/**
 * Follows the job of a plan to its end and reports its output as events. A failing action is an Outcome; a failing engine a Problem.
 * Whatever happens, no container is left behind.
 */
export async function runPlan(plan: Plan, started: RunningJob, tools: RunTools): Promise<Outcome> {
  const { emit, clock, interruptions } = tools;
  const startedMs = clock.elapsedMs();
  let ending: { state: RunState; exitCode: number; cause: string } | undefined;

  await using job = started;
  await emit({ name: 'container.started', id: job.containerId, container: `polycrate-${plan.transaction}` });
  using stopper = createStopper(job, clock, emit);
  const interrupt = (signal: StopSignal): void => {
    ending ??= interruptedBy(signal);
    stopper.stop(signal, `${signal} received`);
  };
  const stopListening = interruptions.onInterrupt(interrupt);
  // It may have come while the container was being made.
  if (interruptions.signal.aborted) interrupt(interruptions.signal.reason as StopSignal);
  const cancelTimeout =
    plan.timeoutMs === undefined
      ? undefined
      : clock.after(plan.timeoutMs, () => {
          const cause = `no end after its timeout of ${String((plan.timeoutMs ?? 0) / 1000)} s`;
          ending ??= { state: 'timed-out', exitCode: TIMEOUT_EXIT, cause };
          stopper.stop('SIGTERM', cause);
        });
  try {
    using _input = attachInput(job, tools, plan.action.interactive);
    const { masker } = tools;
    const register = (value: string): void => {
      if (masker.add([value]).length > 0) void emit({ name: 'run.warned', problem: tooShortToMask() });
    };
    job.onSecret?.(register);
    const [exitCode] = await Promise.all([
      job.exit,
      pumpOutput(job.stdout, 'stdout', { masker: masker.fork(), register, emit }),
      pumpOutput(job.stderr, 'stderr', { masker: masker.fork(), register, emit }),
    ]);
    return {
      transaction: plan.transaction,
      durationMs: Math.round(clock.elapsedMs() - startedMs),
      ...describeEnd(exitCode, ending, stopper.killed),
    };
  } finally {
    cancelTimeout?.();
    stopListening();
  }
}

function interruptedBy(signal: StopSignal): { state: RunState; exitCode: number; cause: string } {
  return { state: 'cancelled', exitCode: INTERRUPT_EXIT[signal], cause: `cancelled by ${signal}` };
}

const KILLED_EXIT = 137;

/** The action's own status stands, except where we ended it and it says nothing, or says success all the same. */
function describeEnd(
  exitCode: number,
  ending: { state: RunState; exitCode: number; cause: string } | undefined,
  killed: boolean,
): Pick<Outcome, 'state' | 'exitCode' | 'cause'> {
  if (ending === undefined) return { state: exitCode === 0 ? 'succeeded' : 'failed', exitCode };
  const isSilent = exitCode === 0 || exitCode === KILLED_EXIT;
  const cause =
    killed && exitCode === KILLED_EXIT ? `${ending.cause}; killed, as it did not end by itself` : ending.cause;
  const isOwn = ending.state === 'cancelled' && !isSilent;
  return { ...ending, cause, exitCode: isOwn ? exitCode : ending.exitCode };
}

function attachInput(job: RunningJob, { terminal, stdin }: RunTools, interactive: boolean): Disposable {
  if (job.stdin === undefined) return { [Symbol.dispose]: () => undefined };
  if (terminal === undefined) return pipeInput(stdin(), job.stdin);
  const stopResizing = terminal.onResize((size) => {
    job.resize(size).catch(() => undefined);
  });
  const input = terminal.takeInput(job.stdin, { passInterrupt: interactive });
  return {
    [Symbol.dispose]() {
      stopResizing();
      input[Symbol.dispose]();
    },
  };
}

function pipeInput(source: Readable, target: Writable): Disposable {
  // An action that has ended reads no further; that is its right.
  target.on('error', () => undefined);
  source.pipe(target);
  return {
    [Symbol.dispose]() {
      source.unpipe(target);
      source.pause();
    },
  };
}
