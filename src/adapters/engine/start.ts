import type Docker from 'dockerode';
import type { Job, RunningJob } from '../../run/index.ts';
import { askForExit, attachContainer, createContainer, removeContainer } from './connection.ts';
import type { Connection } from './connection.ts';
import { describeContainer } from './container.ts';
import { describeFailure } from './failures.ts';
import { createSteps, waitBriefly } from './interruptible.ts';
import type { Step } from './interruptible.ts';
import { splitOutput } from './output.ts';
import type { SplitOutput } from './output.ts';
import { packParcel } from './parcel.ts';
import { tellSupervisor, watchJob } from './running.ts';
import type { Face, Started } from './running.ts';
import { carryStdin } from './stdin.ts';
import { createToken } from './supervisor.ts';
import { sweepMeanwhile } from './sweep.ts';
import { openTerminal } from './terminal.ts';

interface StartConditions {
  readonly permission?: Promise<unknown> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Creates, attaches and starts a container for a job; see ContainerEngine.start. Nothing is left behind when it rejects. */
export async function startJob(
  connection: Connection,
  job: Job,
  { permission = Promise.resolve(), signal }: StartConditions,
): Promise<RunningJob> {
  const undertaking = { doing: `starting the container ${job.name}`, endpoint: connection.endpoint, image: job.image };
  const step = createSteps(signal, undertaking.doing);
  const token = createToken();
  const parcel = packParcel(job, job.terminal !== undefined ? 'hold' : job.stdin ? 'stdin' : 'plain', token);
  // Awaited below; until then its failure must not count as unhandled.
  parcel.catch(() => undefined);
  permission.catch(() => undefined);
  const body = describeContainer(job, await step(connection.hostFacts));
  const container = await create(connection, { name: job.name, body, step }).catch((error: unknown) => {
    throw describeFailure(error, undertaking);
  });
  const hangUps: (() => void)[] = [];
  try {
    const attaching = () =>
      attachContainer(connection, container).then((socket) => {
        hangUps.push(() => socket.destroy());
        return socket;
      });
    const asking = () =>
      askForExit(container).then((question) => {
        hangUps.push(question.cancel);
        return question;
      });
    const [lease, pending] = await step(() => Promise.all([attaching(), asking()]));
    const output = splitOutput(lease, token);
    // The engine keeps it until the process reads: sending it now saves a turn after the start.
    lease.write(await parcel);
    await step(() => permission);
    const hint = `docker ps --filter name=${job.name}   (the engine has not said whether it runs)`;
    await step(() => container.start(), hint);
    const started = { connection, container, job, lease, pending };
    const { terminal } = job;
    const running = watchJob(
      started,
      terminal === undefined
        ? meetPlain(started, output)
        : await step(() => openTerminal(started, output, terminal), hint),
    );
    sweepMeanwhile(connection.docker, running.exit);
    return running;
  } catch (error) {
    for (const hangUp of hangUps) hangUp();
    const removing = removeContainer(connection, container).catch(() => undefined);
    // Whoever asked to stop is not to wait for an engine that does not answer.
    await (signal?.aborted === true ? waitBriefly(removing) : removing);
    throw describeFailure(error, undertaking);
  }
}

/** A container that is made although nobody waits for it any more is removed again. */
async function create(
  connection: Connection,
  { name, body, step }: { readonly name: string; readonly body: Docker.ContainerCreateOptions; readonly step: Step },
): Promise<Docker.Container> {
  let creating: Promise<Docker.Container> | undefined;
  try {
    return await step(() => (creating = createContainer(connection.docker, name, body)));
  } catch (error) {
    creating?.then((container) => removeContainer(connection, container)).catch(() => undefined);
    throw error;
  }
}

function meetPlain({ container, job, lease }: Started, output: SplitOutput): Face {
  const face = { ...output, resize: () => Promise.resolve() };
  if (!job.stdin) return { ...face, hangUp: () => undefined };
  const way = carryStdin(container, () => {
    tellSupervisor(lease, 'EOF');
  });
  return { ...face, ...way };
}
