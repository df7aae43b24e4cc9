import { isProblem, PROBLEMS } from '../../errors.ts';
import { caBundle, imageOf } from '../../plan/index.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { ownImage } from '../../toolchain/index.ts';
import { freeBytes, table, type Shell } from '../world.ts';
import { checkTools } from './doctor-tools.ts';

/** One line of its table. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly told: string;
  /** The command that helps. */
  readonly help?: string;
}

interface Opened {
  readonly workspace?: ResolvedWorkspace;
  readonly problem?: unknown;
}

/** `polycrate doctor`: looks at everything a run needs. Exit status 69 when something is wrong. */
export async function doctor(shell: Shell): Promise<number> {
  const engine = await checkEngine(shell);
  const opened: Opened = await shell.workspace().then(
    (workspace) => ({ workspace }),
    (problem: unknown) => ({ problem }),
  );
  const findings = [
    engine,
    ...(shell.preferences.engine === 'local'
      ? [await checkTools(shell)]
      : [engine.state === 'wrong' ? undefined : await checkImage(shell, opened)]),
    await checkAgent(shell),
    await checkCertificates(shell),
    await checkDisk(shell),
    checkWorkspace(opened),
  ].filter((finding) => finding !== undefined);
  await shell.renderer.result(
    table({
      columns: [
        { title: '', value: ({ state }) => ({ ok: '✔', note: '•', wrong: '✖' })[state], fixed: true },
        { title: 'what', value: ({ what }) => what, fixed: true },
        { title: 'found', value: ({ told }) => told },
        { title: 'what helps', value: ({ help }) => help },
      ],
      rows: findings,
      empty: '',
    }),
  );
  return findings.some(({ state }) => state === 'wrong') ? PROBLEMS.ENGINE_NOT_FOUND.exit : 0;
}

async function checkEngine({ world }: Shell): Promise<Finding> {
  try {
    const { name, version, endpoint, rootless, rule } = await (await world.engine()).describe();
    if (endpoint === 'local') return { what: 'engine', state: 'ok', told: `local, on ${version}: no containers` };
    const why = rule === undefined ? '' : ` (${rule})`;
    return {
      what: 'engine',
      state: 'ok',
      told: `${name} ${version}${rootless ? ', rootless' : ''} at ${endpoint}${why}`,
    };
  } catch (error) {
    return fromProblem('engine', error);
  }
}

async function checkImage({ world }: Shell, { workspace }: Opened): Promise<Finding> {
  const reference = workspace === undefined ? ownImage(world.host.version) : imageOf(workspace.settings.image);
  try {
    const image = await (await world.engine()).findImage(reference);
    if (image !== undefined) return { what: 'image', state: 'ok', told: reference };
    return {
      what: 'image',
      state: 'note',
      told: `${reference} is not there yet; the first run gets it`,
      help: 'polycrate toolchain build',
    };
  } catch (error) {
    return fromProblem('image', error);
  }
}

async function checkAgent({ world }: Shell): Promise<Finding> {
  const socket = world.host.env['SSH_AUTH_SOCK'];
  if (!socket)
    return {
      what: 'ssh agent',
      state: 'note',
      told: 'none; keys of the workspace work without',
      help: 'eval "$(ssh-agent)"; ssh-add',
    };
  if (await world.agentAnswers(socket)) return { what: 'ssh agent', state: 'ok', told: socket };
  return {
    what: 'ssh agent',
    state: 'wrong',
    told: `nothing answers at ${socket}`,
    help: 'unset SSH_AUTH_SOCK, or start an agent',
  };
}

async function checkCertificates({ world }: Shell): Promise<Finding> {
  const path = caBundle(world.host.env);
  if (path === undefined) return { what: 'certificates', state: 'ok', told: "the image's own" };
  const there = (await world.files.inspect(path)) !== undefined;
  if (there) return { what: 'certificates', state: 'ok', told: `${path} is passed on to actions` };
  return { what: 'certificates', state: 'wrong', told: `${path} does not exist`, help: 'correct SSL_CERT_FILE' };
}

const ENOUGH_BYTES = 5e9;

async function checkDisk({ system }: Shell): Promise<Finding> {
  const free = await freeBytes(system.directory);
  const told = `${(free / 1e9).toFixed(1)} GB free here`;
  if (free > ENOUGH_BYTES) return { what: 'disk', state: 'ok', told };
  return { what: 'disk', state: 'note', told: `${told}; building the image takes 5`, help: 'docker system prune' };
}

function checkWorkspace({ workspace, problem }: Opened): Finding {
  if (workspace !== undefined) {
    const { name, blocks, directory } = workspace;
    return { what: 'workspace', state: 'ok', told: `${name} in ${directory}, blocks: ${String(blocks.length)}` };
  }
  if (isProblem(problem) && problem.code === 'WORKSPACE_NOT_FOUND') {
    return { what: 'workspace', state: 'note', told: 'none here', help: 'polycrate init' };
  }
  return fromProblem('workspace', problem);
}

function fromProblem(what: string, error: unknown): Finding {
  if (!isProblem(error)) throw error;
  return {
    what,
    state: 'wrong',
    // In a table every finding has one line.
    told: `${error.code}: ${error.message.replaceAll(/\n\s*/g, '; ')}`,
    ...(error.hint === undefined ? {} : { help: error.hint }),
  };
}
