import { createRegistrar, type Job, type RunningJob } from '../../run/index.ts';
import type { Ahead } from './ahead.ts';
import type { Connection, Container } from './connection.ts';
import { describeContainer } from './container.ts';
import { describeFailure, describeLostStart } from './failures.ts';
import { createSteps, waitBriefly } from './interruptible.ts';
import { canPassOn, hearTidied } from './passing-on.ts';
import { splitOutput } from './output.ts';
import type { SplitOutput } from './output.ts';
import { packParcel } from './parcel.ts';
import { prepareContainer } from './prepare.ts';
import { REMOVE_MS, tellSupervisor, watchJob } from './running.ts';
import { requireSources } from './sources.ts';
import type { Face, Started } from './running.ts';
import { shapeOf } from './shape.ts';
import { carryStdin } from './stdin.ts';
import { createToken } from './supervisor.ts';
import { openTerminal } from './terminal.ts';

interface StartConditions {
  readonly permission?: Promise<unknown> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Done with the container before its job begins. */
  readonly fill?: ((container: Container) => Promise<void>) | undefined;
}

/** Gives a job to a container made ahead, or to one made now; see ContainerEngine.start. Nothing is left behind when it rejects. */
export async function startJob(
  connection: Connection,
  ahead: Ahead,
  { job, permission = Promise.resolve(), signal, fill }: StartConditions & { readonly job: Job },
): Promise<RunningJob> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: `starting the container ${job.name}`, endpoint, image: job.image };
  const step = createSteps({ undertaking, signal, answerMs });
  const token = createToken();
  const passesOn = canPassOn(connection, job);
  const mode = job.terminal !== undefined ? 'hold' : job.stdin ? 'stdin' : 'plain';
  const parcel = packParcel(job, passesOn ? `${mode} again` : mode, token);
  permission.catch(() => undefined);
  const shape = shapeOf(job);
  const facts = await step(connection.hostFacts);
  // Docker refuses a mount whose source is not there, Podman makes a folder of root's.
  if (facts.isPodman === true && endpoint.startsWith('unix:'))
    await requireSources(
      shape.mounts.filter(({ source }) => source.startsWith('/')),
      endpoint,
    );
  const body = describeContainer(shape, facts);
  const prepared =
    (await step(() => ahead.take(shape, job), { unlimited: true })) ??
    (await prepareContainer(connection, { name: job.name, body, step }).catch((error: unknown) => {
      throw describeFailure(error, undertaking);
    }));
  const { container, lease, pending } = prepared;
  try {
    await fill?.(container);
    await step(() => permission, { unlimited: true });
    const registrar = createRegistrar((id) => {
      tellSupervisor(lease, `MASKED ${id}`);
    });
    const hearing = hearTidied(registrar.take);
    const output = splitOutput(lease, token, hearing.take);
    const passOn = (): boolean => ahead.passOn(shape, prepared, hearing.tidied.finally(output.release));
    // Nothing of the job is in the container before this. Where it is just starting, the engine keeps it until PID 1 reads.
    lease.write(parcel);
    const hint = `docker ps --filter name=${job.name}   (the engine has not said whether it runs)`;
    const lostStart = (error: unknown): never => {
      throw describeLostStart(error, undertaking);
    };
    await step(() => prepared.started, { hint }).catch(lostStart);
    const started = { connection, container, job, lease, pending, registrar };
    const { terminal } = job;
    const running = watchJob(
      started,
      terminal === undefined
        ? { ...meetPlain(started, output), ...(passesOn ? { passOn } : {}) }
        : await step(() => openTerminal(started, output, terminal), { hint }).catch(lostStart),
    );
    ahead.used(shape, job);
    return running;
  } catch (error) {
    const removing = prepared.discard();
    // Whoever asked to stop is not to wait for an engine that does not answer.
    await waitBriefly(removing, signal?.aborted === true ? undefined : REMOVE_MS);
    throw describeFailure(error, undertaking);
  }
}

function meetPlain({ connection, container, job, lease }: Started, output: SplitOutput): Face {
  const face = { ...output, resize: () => Promise.resolve() };
  if (!job.stdin) return { ...face, hangUp: () => undefined };
  const way = carryStdin(connection, container, {
    onEnd: () => {
      tellSupervisor(lease, 'EOF');
    },
    // The supervisor ends the action; one that has ended by itself in this moment still tells its last words.
    onBreak: () => lease.end(),
  });
  return { ...face, ...way };
}
