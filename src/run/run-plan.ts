import type { Emit, Outcome, RunState } from '../events.ts';
import type { Plan } from '../plan/index.ts';
import { jobOf } from './job.ts';
import { pumpOutput } from './output.ts';
import type { Clock, ContainerEngine, Interruptions, RunningJob, Terminal } from './ports.ts';
import { createStopper } from './stop.ts';

export interface RunTools {
  readonly emit: Emit;
  readonly clock: Clock;
  readonly interruptions: Interruptions;
  /** Present when the action shall have a terminal. */
  readonly terminal?: Terminal;
}

const TIMEOUT_EXIT = 124;
const INTERRUPT_EXIT = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131, SIGKILL: 137 } as const;

/**
 * Runs a plan in a fresh container and reports its output as events. A failing action is an Outcome; a failing engine a Problem.
 * Whatever happens, no container is left behind.
 */
export async function runPlan(plan: Plan, engine: ContainerEngine, tools: RunTools): Promise<Outcome> {
  const { emit, clock, interruptions, terminal } = tools;
  const startedMs = clock.elapsedMs();
  let ending: { state: RunState; exitCode: number; cause: string } | undefined;
  const finish = (exitCode: number): Outcome => ({
    transaction: plan.transaction,
    durationMs: Math.round(clock.elapsedMs() - startedMs),
    ...describeEnd(exitCode, ending),
  });
  if (interruptions.signal.aborted) {
    ending = interruptedBy(String(interruptions.signal.reason) as keyof typeof INTERRUPT_EXIT);
    return finish(0);
  }

  await using job = await engine.start(jobOf(plan, terminal?.size()));
  await emit({ name: 'container.started', id: job.containerId, container: `polycrate-${plan.transaction}` });
  using stopper = createStopper(job, clock, emit);
  const stopListening = interruptions.onInterrupt((signal) => {
    ending ??= interruptedBy(signal);
    stopper.stop(signal, `${signal} received`);
  });
  const cancelTimeout =
    plan.timeoutMs === undefined
      ? undefined
      : clock.after(plan.timeoutMs, () => {
          const cause = `no end after its timeout of ${String((plan.timeoutMs ?? 0) / 1000)} s`;
          ending ??= { state: 'timed-out', exitCode: TIMEOUT_EXIT, cause };
          stopper.stop('SIGTERM', cause);
        });
  try {
    using _input = attachTerminal(job, terminal, plan.action.interactive);
    const [exitCode] = await Promise.all([
      job.exit,
      pumpOutput(job.stdout, 'stdout', { secrets: plan.secrets, emit }),
      pumpOutput(job.stderr, 'stderr', { secrets: plan.secrets, emit }),
    ]);
    return finish(exitCode);
  } finally {
    cancelTimeout?.();
    stopListening();
  }
}

function interruptedBy(signal: keyof typeof INTERRUPT_EXIT): { state: RunState; exitCode: number; cause: string } {
  return { state: 'cancelled', exitCode: INTERRUPT_EXIT[signal], cause: `cancelled by ${signal}` };
}

/** The action's own status stands, except where we ended it and it says nothing, or says success all the same. */
function describeEnd(
  exitCode: number,
  ending: { state: RunState; exitCode: number; cause: string } | undefined,
): Pick<Outcome, 'state' | 'exitCode' | 'cause'> {
  if (ending === undefined) return { state: exitCode === 0 ? 'succeeded' : 'failed', exitCode };
  if (ending.state === 'timed-out') return ending;
  return { ...ending, exitCode: exitCode === 0 || exitCode === 137 ? ending.exitCode : exitCode };
}

function attachTerminal(job: RunningJob, terminal: Terminal | undefined, interactive: boolean): Disposable {
  if (terminal === undefined || job.stdin === undefined) return { [Symbol.dispose]: () => undefined };
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
