import type { Job, RunningJob } from '../../run/index.ts';
import { askForExit, attachContainer, createContainer, removeContainer } from './connection.ts';
import type { Connection } from './connection.ts';
import { describeContainer } from './container.ts';
import { describeFailure } from './failures.ts';
import { splitOutput } from './output.ts';
import type { SplitOutput } from './output.ts';
import { packParcel } from './parcel.ts';
import { tellSupervisor, watchJob } from './running.ts';
import type { Face, Started } from './running.ts';
import { carryStdin } from './stdin.ts';
import { createToken } from './supervisor.ts';
import { sweepMeanwhile } from './sweep.ts';
import { openTerminal } from './terminal.ts';

/** Creates, attaches and starts a container for a job; see ContainerEngine.start. Nothing is left behind when it rejects. */
export async function startJob(
  connection: Connection,
  job: Job,
  permission: Promise<unknown> = Promise.resolve(),
): Promise<RunningJob> {
  const undertaking = { doing: `starting the container ${job.name}`, endpoint: connection.endpoint, image: job.image };
  const token = createToken();
  const parcel = packParcel(job, job.terminal !== undefined ? 'hold' : job.stdin ? 'stdin' : 'plain', token);
  // Awaited below; until then its failure must not count as unhandled.
  parcel.catch(() => undefined);
  permission.catch(() => undefined);
  const body = describeContainer(job, await connection.hostFacts());
  const container = await createContainer(connection.docker, job.name, body).catch((error: unknown) => {
    throw describeFailure(error, undertaking);
  });
  const hangUps: (() => void)[] = [];
  try {
    const attaching = attachContainer(container).then((socket) => {
      hangUps.push(() => socket.destroy());
      return socket;
    });
    const asking = askForExit(container).then((question) => {
      hangUps.push(question.cancel);
      return question;
    });
    const [lease, pending] = await Promise.all([attaching, asking]);
    const output = splitOutput(lease, token);
    // The engine keeps it until the process reads: sending it now saves a turn after the start.
    lease.write(await parcel);
    await permission;
    await container.start();
    const started = { connection, container, job, lease, pending };
    const running = watchJob(
      started,
      job.terminal === undefined ? meetPlain(started, output) : await openTerminal(started, output, job.terminal),
    );
    sweepMeanwhile(connection.docker, running.exit);
    return running;
  } catch (error) {
    for (const hangUp of hangUps) hangUp();
    await removeContainer(connection, container).catch(() => undefined);
    throw describeFailure(error, undertaking);
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
