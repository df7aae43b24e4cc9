import Docker from 'dockerode';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SOCKET } from '../engine.ts';
import { eventually } from '../parked.ts';
import type { TestWorkspace } from '../workspaces.ts';
import type { Kind } from './faults.ts';
import { openFaultyEngine } from './faulty-engine.ts';
import { startRegistry, type Registry } from './registry.ts';

/** What a copied workspace has before, and what its action makes: some two megabytes each, which go to and fro in many pieces. */
export const PAYLOAD = Array.from({ length: 300_000 }, (_line, index) => index).join('\n');
export const MAKE = 'seq 1 300000 >/workspace/made';
const MADE = digestOf(Array.from({ length: 300_000 }, (_line, index) => `${index + 1}\n`).join(''));

/** What a use needs besides the command itself. Disposing it removes what it has made. */
export interface Use extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>;
  /** Further lines of workspace.poly. */
  readonly settings: string;
  /** Done before the run that the fault comes to. */
  before(workspace: TestWorkspace, run: Run): Promise<void>;
  /** Done after it; answers which promises were broken. */
  after(workspace: TestWorkspace, env: Run['env']): Promise<readonly string[]>;
}

interface Run {
  readonly socket: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

let registry: Promise<Registry> | undefined;

/** The registry that images are pulled from; started by the first who needs it. */
export const useRegistry = (): Promise<Registry> => (registry ??= startRegistry());

/** To be called after all tests. */
export async function closeRegistry(): Promise<void> {
  await (await registry)?.[Symbol.asyncDispose]();
  registry = undefined;
}

const nothing = { before: () => Promise.resolve(), after: () => Promise.resolve([]) };

/** Gets ready for a run of that kind. */
export async function openUse(kind: Kind): Promise<Use> {
  switch (kind) {
    case 'again':
      return openOwnCache({}, { ...nothing, before: runBefore });
    case 'parked': {
      const before = async (workspace: TestWorkspace, run: Run): Promise<void> => {
        await runBefore(workspace, run);
        // Started or not: the order may have been on its way when the engine of that run went; whoever claims it starts it.
        await eventually(async () => ((await workspace.containers()).length === 1 ? true : undefined), 20);
      };
      return openOwnCache({ env: { POLYCRATE_CONTAINER_PARK: '1m' } }, { before, after: removeParked });
    }
    case 'copy':
      return openOwnCache(
        { settings: 'config: { container: { transport: copy } }\n' },
        { ...nothing, after: comeHome },
      );
    case 'pull': {
      const image = await (await useRegistry()).publish();
      const remove = (): Promise<void> => removeImage(`${image.reference}:${image.version}`);
      const settings = `config: { image: ${JSON.stringify(image)} }\n`;
      return { env: {}, settings, ...nothing, [Symbol.asyncDispose]: remove };
    }
    default:
      return { env: {}, settings: '', ...nothing, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
}

/** With a cache that no other run knows. */
async function openOwnCache(
  { env = {}, settings = '' }: Partial<Pick<Use, 'env' | 'settings'>>,
  steps: Pick<Use, 'before' | 'after'>,
): Promise<Use> {
  const cache = await mkdtemp(path.join(tmpdir(), 'polycrate-cell-'));
  return {
    env: { ...env, XDG_CACHE_HOME: cache },
    settings,
    ...steps,
    [Symbol.asyncDispose]: () => rm(cache, { recursive: true, force: true }),
  };
}

/** The same command, without a fault, and nothing to be seen of it. */
async function runBefore(workspace: TestWorkspace, { socket, args, env }: Run): Promise<void> {
  await using _engine = await openFaultyEngine(socket, SOCKET, []);
  await workspace.write('go', '');
  const { code, stderr } = await (await workspace.start(args, { env })).finished;
  // Nobody has waited for its last order.
  await new Promise((resolve) => setTimeout(resolve, 500));
  if (code !== 7) throw new Error(`the run before ended with ${code ?? 'nothing'}: ${stderr}`);
  const marks = (await readdir(workspace.directory)).filter((name) => /^(go|marks-.*|\.logs)$/.test(name));
  for (const name of marks) await rm(path.join(workspace.directory, name), { recursive: true });
}

/** One may wait for the next run: none of those before, and no second one. What was made and never started a later run would remove. */
async function removeParked(workspace: TestWorkspace): Promise<readonly string[]> {
  const docker = new Docker();
  const filters = { label: [`dev.polycrate.workspace=${workspace.name}`] };
  const list = () => docker.listContainers({ all: true, filters });
  const isParked = ({ Names }: Docker.ContainerInfo): boolean =>
    Names.every((name) => /^.polycrate-parked-/.test(name));
  const settled = await eventually(async () => {
    const all = await list();
    return all.every(isParked) ? all : undefined;
    // An engine that tests keep busy takes its time to remove what has ended.
  }, 20).catch(list);
  for (const { Id } of settled)
    await docker
      .getContainer(Id)
      .remove({ force: true })
      .catch(() => undefined);
  const wrong = settled.filter((each) => !isParked(each) || each.State !== 'created');
  return wrong.length <= 1 && wrong.every(isParked) ? [] : wrong.map(({ Names }) => `left: ${Names.join()}`);
}

/** What did not come home then does with the next run; and nothing of it stays there. */
async function comeHome(workspace: TestWorkspace, env: Run['env']): Promise<readonly string[]> {
  const { code, stderr } = await (await workspace.start(['run', 'main', 'first'], { env })).finished;
  const [ended, made] = await Promise.all(
    ['marks-go', 'made'].map((name) => readFile(path.join(workspace.directory, name), 'utf8').catch(() => '')),
  );
  const isWhole = ended?.includes('ended') !== true || digestOf(made ?? '') === MADE;
  const docker = new Docker();
  const label = [`dev.polycrate.copy.source=${workspace.directory}`];
  await eventually(async () => ((await workspace.containers()).length === 0 ? true : undefined));
  const { Volumes } = await docker.listVolumes({ filters: { label } });
  for (const { Name } of Volumes) await docker.getVolume(Name).remove();
  return [
    ...(code === 0 ? [] : [`the run after it ended with ${code ?? 'nothing'}: ${stderr}`]),
    ...(isWhole ? [] : ['what the action has made did not come home as it was']),
  ];
}

/** A container that runs it may be on its way out still. */
async function removeImage(reference: string): Promise<void> {
  const image = new Docker().getImage(reference);
  await eventually(async () =>
    image.remove().then(
      () => true,
      (error: unknown) => ((error as { readonly statusCode?: number }).statusCode === 404 ? true : undefined),
    ),
  );
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
