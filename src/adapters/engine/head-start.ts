import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { HeadStart } from '../../run/index.ts';
import { createKeepsakes } from './keepsakes.ts';
import { digestOf } from './shape.ts';

/** Variables besides our own that decide which engine is used, and what is mounted. */
const TELLING = /^(POLYCRATE_|DOCKER_|CI$|CONTAINER_HOST$|HOME$|KUBECONFIG$|SSH_AUTH_SOCK$|XDG_RUNTIME_DIR$)/;

/**
 * To be called before anything is loaded: has the engine make the container that the same command line, in the same folder, needed the last
 * time, unless one is parked. Loading the program and reading the workspace take a third of the time the engine needs. `directory` is that of
 * the keepsakes. Without dockerode, which takes longer to load than this takes to send. Never throws.
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
  const { answer, sent } = post(socketPath, `/containers/create?name=${newName()}`, description);
  const container = startWhatWasMade(socketPath, answer);
  // Whoever adopts it meets the failure, and makes another.
  container.catch(() => undefined);
  // Loading the program keeps this process busy, and nothing leaves it meanwhile.
  await sent;
  return { purpose, ready: { container, description } };
}

const newName = (): string => `polycrate-ahead-${randomBytes(6).toString('hex')}`;

/** Id of a container that is now starting, with nobody attached to it. */
async function startWhatWasMade(socketPath: string, made: Promise<string>): Promise<string> {
  // An engine that refuses gives no id, and whoever adopts that finds no container.
  const { Id = '' } = JSON.parse(await made) as { Id?: string };
  post(socketPath, `/containers/${Id}/start`, '').answer.catch(() => undefined);
  return Id;
}

/** A request, once it has left this process (or never will), and its answer's text. */
function post(
  socketPath: string,
  path: string,
  body: string,
): { readonly answer: Promise<string>; readonly sent: Promise<void> } {
  const headers = {
    Host: 'engine',
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const asked = request({ socketPath, path, method: 'POST', headers, agent: false });
  const answer = new Promise<string>((resolve, reject) => {
    asked.on('response', (message) => {
      readText(message).then(resolve, reject);
    });
    asked.on('error', reject);
  });
  const sent = new Promise<void>((resolve) => {
    asked.on('error', () => {
      resolve();
    });
    asked.end(body, () => {
      resolve();
    });
  });
  return { answer, sent };
}
