import { isProblem, PROBLEMS } from '../../errors.ts';
import { caBundle, surveyImage } from '../../plan/index.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { ownImage } from '../../toolchain/index.ts';
import { freeBytes, table, type Shell } from '../world.ts';
import { checkCache, checkGit, checkKeys, checkLock, checkProxy } from './doctor-surroundings.ts';
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

/** `polycrate doctor`: looks at everything a run needs, all at once; `fix` mends what can be without harm. Exit status 69 when something is wrong. */
export async function doctor(shell: Shell, options: { readonly fix: boolean }): Promise<number> {
  const opening: Promise<Opened> = shell.workspace().then(
    (workspace) => ({ workspace }),
    (problem: unknown) => ({ problem }),
  );
  const checks = await Promise.all([
    checkEngineAndImage(shell, opening),
    checkAgent(shell),
    checkCertificates(shell),
    checkGit(shell),
    checkCache(shell),
    checkDisk(shell),
    checkWorkspace(shell, await opening, options),
  ]);
  const findings = [...checks.flat(), checkProxy(shell)];
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

async function checkEngineAndImage(shell: Shell, opening: Promise<Opened>): Promise<Finding[]> {
  const engine = await checkEngine(shell);
  if (shell.preferences.engine === 'local') return [engine, await checkTools(shell)];
  return engine.state === 'wrong' ? [engine] : [engine, await checkImage(shell, await opening)];
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
  try {
    const reference =
      workspace === undefined ? ownImage(world.host.version) : (await surveyImage(workspace, world)).image;
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

async function checkWorkspace(
  shell: Shell,
  { workspace, problem }: Opened,
  options: { readonly fix: boolean },
): Promise<Finding[]> {
  if (workspace !== undefined) {
    const { name, blocks, directory } = workspace;
    return [
      { what: 'workspace', state: 'ok', told: `${name} in ${directory}, blocks: ${String(blocks.length)}` },
      ...(await Promise.all([checkLock(shell, workspace), checkKeys(shell, workspace, options)])),
    ];
  }
  if (isProblem(problem) && problem.code === 'WORKSPACE_NOT_FOUND') {
    return [{ what: 'workspace', state: 'note', told: 'none here', help: 'polycrate init' }];
  }
  return [fromProblem('workspace', problem)];
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
