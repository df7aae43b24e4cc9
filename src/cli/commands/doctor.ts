import { isProblem, PROBLEMS } from '../../errors.ts';
import { surveyImage } from '../../plan/index.ts';
import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { ownImage } from '../../toolchain/index.ts';
import { table, type Shell } from '../world.ts';
import { checkClock } from './doctor-clock.ts';
import { type AnsweringEngine, askEngine, describeEngine, describeImage } from './doctor-engine.ts';
import { type Check, fromFailure, lookWithin } from './doctor-limit.ts';
import { checkAgent, checkCertificates, checkDisk } from './doctor-machine.ts';
import { checkNames } from './doctor-names.ts';
import { redact } from './doctor-redact.ts';
import { describeSelf } from './doctor-self.ts';
import { checkCache, checkGit, checkKeys, checkLock, checkProxy } from './doctor-surroundings.ts';
import { checkTools } from './doctor-tools.ts';

/** One line of its table. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly told: string;
  /** The command that helps. */
  readonly help?: string;
  /** What a report of a bug should have beside; only in data. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

const MARKS = { ok: '✔', note: '•', wrong: '✖' };

/** An engine on another machine is reached by a connection that may have to be made first. */
const ENGINE_MS = 15_000;
const FURTHER_MS = 5_000;

/** `polycrate doctor`: looks at everything a run needs, all at once and each for a limited time; `fix` mends what can be without harm. Exit status 69 when something is wrong. */
export async function doctor(shell: Shell, options: { readonly fix: boolean }): Promise<number> {
  const { clock } = shell.world;
  const engineMs = Math.min(ENGINE_MS, shell.preferences.engineTimeoutMs ?? ENGINE_MS);
  const [engineFound, engine] = keep(
    {
      what: 'engine',
      look: () => askEngine(shell),
      help: 'docker version   (does it answer there?)',
      limitMs: engineMs,
    },
    { clock, describe: describeEngine, fail: (error) => fromFailure('engine', error) },
  );
  const [workspaceFound, workspace] = keep(
    { what: 'workspace', look: () => shell.workspace(), help: 'ls   (does the disk answer?)' },
    { clock, describe: describeWorkspace, fail: describeNoWorkspace },
  );
  const afterEngine = { help: 'docker version   (does it answer there?)', limitMs: engineMs + FURTHER_MS };
  const afterWorkspace = { help: 'ls   (does the disk answer?)', limitMs: 2 * FURTHER_MS };
  const checks: readonly Check[] = [
    { what: 'polycrate', look: () => describeSelf(shell), help: 'cat /etc/os-release' },
    { what: 'engine', look: () => engineFound, ...afterEngine },
    { what: 'image', look: async () => checkImage(shell, await engine, await workspace), ...afterEngine },
    { what: 'clock', look: async () => compareClocks(shell, await engine), ...afterEngine },
    { what: 'ssh agent', look: () => checkAgent(shell), help: 'unset SSH_AUTH_SOCK' },
    { what: 'certificates', look: () => checkCertificates(shell), help: 'ls /etc/ssl/certs' },
    {
      what: 'git',
      look: () => checkGit(shell),
      help: 'echo "$PATH"   (is one of these on a disk that does not answer?)',
    },
    { what: 'cache', look: () => checkCache(shell), help: 'export XDG_CACHE_HOME=/tmp/cache' },
    { what: 'disk', look: () => checkDisk(shell), help: 'df .' },
    { what: 'workspace', look: () => workspaceFound, ...afterWorkspace },
    { what: 'lock', look: async () => ifThere(await workspace, (each) => checkLock(shell, each)), ...afterWorkspace },
    {
      what: 'ssh keys',
      look: async () => ifThere(await workspace, (each) => checkKeys(shell, each, options)),
      ...afterWorkspace,
    },
    { what: 'proxy', look: () => Promise.resolve(checkProxy(shell)), help: 'env | grep -i proxy' },
    {
      what: 'dns',
      look: async () => checkNames(shell, await imageFor(shell, await workspace), (await engine)?.info.endpoint),
      help: 'cat /etc/resolv.conf   (its "nameserver" must answer)',
      limitMs: engineMs + FURTHER_MS,
    },
  ];
  const found = await Promise.all(checks.map((check) => lookWithin(check, clock)));
  const findings = found.flat().map(redact);
  await shell.renderer.result(
    table({
      columns: [
        { title: '   what', value: ({ state, what }) => `${MARKS[state]}  ${what}`, fixed: true },
        { title: 'found', value: ({ told }) => told },
        { title: 'what helps', value: ({ help }) => help, whole: true },
      ],
      rows: findings,
      empty: '',
    }),
  );
  return findings.some(({ state }) => state === 'wrong') ? PROBLEMS.ENGINE_NOT_FOUND.exit : 0;
}

/** A check whose object others need: its findings, and the object once they are there, if it could be had in time. */
function keep<T>(
  { look, ...check }: Omit<Check, 'look'> & { readonly look: () => Promise<T> },
  {
    clock,
    describe,
    fail,
  }: {
    readonly clock: Shell['world']['clock'];
    readonly describe: (object: T) => Finding;
    readonly fail: (error: unknown) => Finding;
  },
): [Promise<readonly Finding[]>, Promise<T | undefined>] {
  let object: T | undefined;
  const found = lookWithin(
    {
      ...check,
      look: async () => {
        try {
          object = await look();
          return describe(object);
        } catch (error) {
          return fail(error);
        }
      },
    },
    clock,
  );
  return [found, found.then(() => object)];
}

async function ifThere<T>(thing: T | undefined, look: (thing: T) => Promise<Finding>): Promise<readonly Finding[]> {
  return thing === undefined ? [] : [await look(thing)];
}

async function imageFor({ world }: Shell, workspace: ResolvedWorkspace | undefined): Promise<string> {
  return workspace === undefined ? ownImage(world.host.version) : (await surveyImage(workspace, world)).image;
}

async function checkImage(
  shell: Shell,
  answering: AnsweringEngine | undefined,
  workspace: ResolvedWorkspace | undefined,
): Promise<readonly Finding[]> {
  if (shell.preferences.engine === 'local') return [await checkTools(shell)];
  if (answering === undefined) return [];
  const reference = await imageFor(shell, workspace);
  return [describeImage(reference, await answering.engine.findImage(reference), shell)];
}

async function compareClocks({ world }: Shell, answering: AnsweringEngine | undefined): Promise<Finding> {
  const isLocal = answering === undefined || answering.info.endpoint === 'local';
  const image = isLocal ? undefined : await answering.engine.findImage(ownImage(world.host.version));
  return checkClock(world.clock.now(), answering?.info ?? {}, image);
}

function describeWorkspace({ name, blocks, directory }: ResolvedWorkspace): Finding {
  return { what: 'workspace', state: 'ok', told: `${name} in ${directory}, blocks: ${String(blocks.length)}` };
}

function describeNoWorkspace(error: unknown): Finding {
  if (!isProblem(error) || error.code !== 'WORKSPACE_NOT_FOUND') return fromFailure('workspace', error);
  return { what: 'workspace', state: 'note', told: 'none here', help: 'polycrate init' };
}
