import { Problem } from '../errors.ts';
import type { Host } from '../plan/index.ts';
import type { Clock, ContainerEngine, Interruptions, Job, RunningJob } from '../run/index.ts';
import type { ToolLists, ToolVersions } from './ports.ts';
import { INVENTORY, parseInventory } from './tool-versions.ts';

/** What reading an inventory needs. */
export interface InventoryTools {
  readonly engine: ContainerEngine;
  readonly toolLists: ToolLists;
  readonly host: Pick<Host, 'uid' | 'gid' | 'userName'>;
  readonly newId: () => string;
  readonly clock: Pick<Clock, 'wait'>;
  readonly interruptions: Pick<Interruptions, 'signal'>;
}

/** A `cat` of a small file takes a fraction of a second; an image whose `cat` is something else may take for ever. */
const MOST_MS = 30_000;

/** As much as RunningJob.readFile gives. */
const MOST_BYTES = 64 * 1024;

/**
 * The versions of the tools in the image of that id, as it tells them itself; empty for one that tells nothing, or more than 64 KiB. One
 * container is run where nobody has asked before. Rejects with IMAGE_UNSUITABLE after 30 s, and with INTERRUPTED.
 */
export async function readInventory(image: string, tools: InventoryTools): Promise<ToolVersions> {
  const { engine, toolLists, host, newId, interruptions } = tools;
  const known = toolLists.find(image);
  if (known !== undefined) return known;
  await using job = await engine.start(jobFor(image, host, newId()), undefined, interruptions.signal);
  const versions = parseInventory(await readOutput(job, image, tools));
  toolLists.keep(image, versions);
  return versions;
}

function jobFor(image: string, { uid, gid, userName }: InventoryTools['host'], id: string): Job {
  return {
    name: `polycrate-inventory-${id}`,
    image,
    command: ['cat', INVENTORY],
    workingDirectory: '/',
    env: {},
    files: [],
    mounts: [],
    transport: 'mount',
    labels: {},
    network: 'none',
    user: { uid, gid },
    userName,
    engineSocket: false,
    stdin: false,
  };
}

/** What the job writes to stdout until it ends, which disposing it sees to. */
async function readOutput(
  job: RunningJob,
  image: string,
  { clock, interruptions: { signal } }: InventoryTools,
): Promise<string> {
  const done = new AbortController();
  const patience = clock.wait(MOST_MS, AbortSignal.any([signal, done.signal])).then(() => undefined);
  job.stderr.resume();
  const whole = collect(job.stdout).then(async (text) => {
    // Only its end tells that nothing was lost on the way; one that goes on for ever has none.
    if (text !== undefined) await job.exit;
    return { text };
  });
  try {
    const read = await Promise.race([whole, patience]);
    if (read !== undefined) return read.text ?? '';
  } finally {
    done.abort();
    whole.catch(() => undefined);
    job.exit.catch(() => undefined);
  }
  const doing = `reading which tools are in the image ${image}`;
  if (signal.aborted) throw new Problem('INTERRUPTED', `interrupted while ${doing}`, { hint: 'nothing has run' });
  throw new Problem('IMAGE_UNSUITABLE', `${doing} took more than ${String(MOST_MS / 1000)} s`, {
    hint: `docker run --rm ${image} cat ${INVENTORY}   (what it does instead)`,
  });
}

/** Undefined where it is more than an inventory can be. */
async function collect(stream: AsyncIterable<unknown>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
