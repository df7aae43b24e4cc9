import { randomBytes } from 'node:crypto';
import type { HeadStart } from '../../run/index.ts';
import { createKeepsakes } from './keepsakes.ts';
import { makeAndStart } from './make-and-start.ts';
import { digestOf } from './shape.ts';

/** Variables besides our own that decide which engine is used, and what is mounted. */
const TELLING = /^(POLYCRATE_|DOCKER_|CI$|CONTAINER_HOST$|HOME$|KUBECONFIG$|SSH_AUTH_SOCK$|XDG_RUNTIME_DIR$)/;

/**
 * To be called before anything is loaded: has the engine make the container that the same command line, in the same folder, needed the last
 * time, unless one is parked. Loading the program and reading the workspace take a third of the time the engine needs. `directory` is that of
 * the keepsakes.  Never throws.
 */
export async function takeHeadStart(
  directory: string,
  {
    argv,
    folder,
    env,
  }: {
    readonly argv: readonly string[];
    readonly folder: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<HeadStart> {
  const telling = Object.entries(env).filter(([name]) => TELLING.test(name));
  const purpose = digestOf(folder, argv, Object.fromEntries(telling));
  const keepsakes = createKeepsakes(directory);
  const known = keepsakes.recall(purpose);
  if (known === undefined || (known.parkedUnder !== undefined && keepsakes.has(known.parkedUnder))) return { purpose };
  const { socketPath, description } = known;
  const making = makeAndStart(socketPath, newName(), description);
  // Loading the program keeps this process busy, and nothing leaves it meanwhile. Whoever adopts it meets the failure, and makes another.
  await making.sent.catch(() => undefined);
  return { purpose, ready: { container: making.id, description, giveBack: () => making.remove() } };
}

const newName = (): string => `polycrate-ahead-${randomBytes(6).toString('hex')}`;
