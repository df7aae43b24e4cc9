import { constants } from 'node:os';
import { ReadStream, WriteStream } from 'node:tty';
import {
  cacheDirectory,
  createFiles,
  createParseCache,
  createRecordStore,
  createToolLists,
} from '../adapters/disk/index.ts';
import {
  agentAnswers,
  createClock,
  createInterruptions,
  createTerminal,
  newId,
  readHost,
  watchCrashes,
} from '../adapters/system/index.ts';
import { Problem } from '../errors.ts';
import { openWorkspace, type OpenOptions } from '../pipeline.ts';
import type { CheckedWorkspace, ResolvedWorkspace } from '../resolve/index.ts';
import { type ContainerEngine, createMasker, type StopSignal } from '../run/index.ts';
import { createRenderer, createStreams, type Renderer, withMask } from '../ui/index.ts';
import { VERSION } from '../version.ts';
import { locateRecords, settleFindings } from '../workspace/index.ts';
import type { World } from '../world.ts';
import { abridge } from './abridge.ts';
import type { GlobalOptions, OutputFormat } from './options.ts';
import { loadPreferences, NO_PREFERENCES, type Preferences } from './preferences.ts';
import type { System } from './system.ts';
import { type ChosenFolder, resolveWorkspaceFolder } from './workspace-folder.ts';

export { colourState, details, formatDuration, markOf, page, shortenId, table, text, told } from '../ui/index.ts';
export { type FileToLay, type Found, freeBytes, layFiles, linkFolder, unlinkFolder } from '../adapters/disk/index.ts';
export { cacheDirectory, replaceFile, saveStream } from '../adapters/disk/index.ts';
export { makeSshKeys, showRevision, type SshKeyType } from '../adapters/system/index.ts';

/** How findings are presented; only `validate` needs it. */
export const loadFindings = () => import('../ui/findings/index.ts');

/** What only `doctor` asks the disk. */
export const loadAccess = () => import('../adapters/disk/access.ts');

/** What only `doctor` asks the resolver and the system. */
export const loadFindHost = () => import('../adapters/system/find-host.ts');
export const loadDescribeMachine = () => import('../adapters/system/machine.ts');

/** How webhooks are called; only a workspace that has one needs it. */
export const loadPost = () => import('../adapters/http/index.ts');

/** Bundles on the disk. */
export const loadBundles = () => import('../adapters/bundle/index.ts');

/** What a command works with. */
export interface Shell extends AsyncDisposable {
  readonly system: System;
  readonly format: OutputFormat;
  readonly renderer: Renderer;
  readonly world: World;
  /** True when stdout shows colour. */
  readonly colour: boolean;
  /** True when a person can be asked: stdin and stderr are terminals, and this is no CI job. */
  readonly canAsk: boolean;
  /** The workspace around the current folder, or the one `--workspace` names; its warnings are shown. Rejects with all its errors. */
  workspace(): Promise<ResolvedWorkspace>;
  /** The same with what it was resolved from. */
  resolved(): Promise<CheckedWorkspace>;
  /** The same workspace with all that was found about it, errors too; nothing is shown. Rejects when there is nothing to check. */
  check(options?: Pick<OpenOptions, 'strict'>): Promise<CheckedWorkspace>;
  /** Where the records of that workspace are, also when something is wrong in it. */
  recordsFolder(): Promise<string>;
  /** Resolves with the exit status to end with when a signal came and nothing reacts to it. */
  readonly abandoned: Promise<number>;
  /** Rejects with a failure outside of any command's own flow. */
  readonly crashed: Promise<never>;
  /** The exit status of a command that ended because of a signal, if one came. */
  interruptedStatus(): number | undefined;
  /** How much tools say: as given, as the environment or the user's file says, or 1. */
  readonly loglevel: number;
  /** True when the command line names a workspace. */
  readonly namesWorkspace: boolean;
  /** What holds whatever the workspace. */
  readonly preferences: Preferences;
  /** Takes the options over once they are parsed. Rejects with USAGE. */
  configure(options: GlobalOptions): Promise<void>;
}

/** The one place where the edges meet: builds the outside world for one command. Costly parts are loaded when first used. */
export function createShell(system: System, format: OutputFormat): Shell {
  let options: GlobalOptions = { output: format, verbose: false, quiet: false };
  let preferences = NO_PREFERENCES;
  const loglevel = (): number => preferences.loglevel ?? 1;
  const streams = createStreams(system);
  const masker = createMasker();
  const plain = createRenderer(format, streams, {
    version: VERSION,
    directory: system.directory,
    isQuiet: () => options.quiet,
    isVerbose: () => loglevel() > 1,
  });
  const renderer = withMask(plain, masker);
  const interruptions = createInterruptions();
  const crashes = watchCrashes();
  const host = { ...readHost(VERSION), env: system.env, directory: system.directory };
  let engine: ContainerEngine | undefined;
  const world: World = {
    host,
    files: createFiles(),
    parseCache: createParseCache(cacheDirectory(system.env, host.home)),
    recipes: recipesOf(cacheDirectory(system.env, host.home), system.env),
    records: createRecordStore(cacheDirectory(system.env, host.home)),
    toolLists: createToolLists(cacheDirectory(system.env, host.home)),
    engine: once(async () => (engine = await (system.engine ?? (() => findEngine(preferences, world, system)))())),
    builder: once(system.builder ?? (() => findBuilder(system, world))),
    agentAnswers,
    clock: createClock(),
    interruptions,
    ...terminalOf(system, format === 'human' && streams.ci === undefined, interruptions.interrupt),
    stdin: () => system.stdin,
    emit: (event) => renderer.event(event),
    masker,
    newId: () => newId(),
    async confirm(question) {
      const isYes = await renderer.ask(question, interruptions.signal).catch((error: unknown) => {
        if (!interruptions.signal.aborted) throw error;
        throw new Problem('INTERRUPTED', `"${question}" was not answered`, { hint: 'what it asks about has not run' });
      });
      if (isYes) return;
      throw new Problem('PROMPT_DECLINED', `"${question}" was answered with no`, {
        hint: '--yes answers yes in advance',
      });
    },
  };
  const findFolder = async (): Promise<ChosenFolder> => {
    const chosen = await resolveWorkspaceFolder(options.workspace, world);
    const { folder: directory, defaulted: workspace } = chosen;
    if (workspace !== undefined) await renderer.event({ name: 'workspace.defaulted', workspace, directory });
    return chosen;
  };
  const check = async ({ strict = false }: Pick<OpenOptions, 'strict'> = {}): Promise<CheckedWorkspace> => {
    const { folder, exact } = await findFolder();
    const { settings, findings } = preferences;
    const checked = await openWorkspace(folder, world, { exact, strict, settings, findings });
    masker.add(checked.workspace.secretValues);
    return checked;
  };
  const resolved = async (): Promise<CheckedWorkspace> => {
    const checked = await check();
    for (const problem of abridge(checked.findings, format)) await renderer.event({ name: 'run.warned', problem });
    settleFindings(checked.findings);
    return checked;
  };
  return {
    system,
    format,
    renderer,
    world,
    colour: streams.stdout.colour,
    canAsk: streams.canAsk,
    resolved,
    workspace: async () => (await resolved()).workspace,
    check,
    async recordsFolder() {
      const { folder, exact } = await findFolder();
      return locateRecords(folder, world.files, { exact, settings: preferences.settings });
    },
    abandoned: interruptions.unattended.then(statusAfter),
    crashed: crashes.crashed,
    interruptedStatus: () =>
      interruptions.signal.aborted ? statusAfter(interruptions.signal.reason as StopSignal) : undefined,
    get loglevel() {
      return loglevel();
    },
    get namesWorkspace() {
      return options.workspace !== undefined;
    },
    get preferences() {
      return preferences;
    },
    async configure(parsed) {
      options = parsed;
      preferences = await loadPreferences(parsed, world);
    },
    async [Symbol.asyncDispose]() {
      interruptions[Symbol.dispose]();
      crashes[Symbol.dispose]();
      // Whoever has failed before the engine was found leaves it nothing to do all the same.
      await (engine === undefined ? system.headStart?.ready?.giveBack() : engine.release());
      await renderer.close();
    },
  };
}

/** Actions get a terminal only where both ends are one and a person watches. */
function terminalOf(
  { stdin, stdout }: System,
  isAttended: boolean,
  interrupt: Parameters<typeof createTerminal>[2],
): Pick<World, 'terminal'> {
  if (!isAttended || !(stdin instanceof ReadStream) || !(stdout instanceof WriteStream)) return {};
  return { terminal: createTerminal(stdin, stdout, interrupt) };
}

/** 128 + the signal's number, as shells tell it. */
const statusAfter = (signal: StopSignal): number => 128 + constants.signals[signal];

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

async function findEngine(
  { engine: explicit, engineOrigin: explicitOrigin = '--engine', engineTimeoutMs: answerMs }: Preferences,
  { host, masker, emit, records: processes }: World,
  { headStart }: System,
): ReturnType<World['engine']> {
  if (explicit === 'local') {
    const { createLocalEngine } = await import('../adapters/local/index.ts');
    return createLocalEngine({ ...host, processes });
  }
  const { createEngine, readRegistrySecrets } = await import('../adapters/engine/index.ts');
  const keepsakes = cacheDirectory(host.env, host.home);
  masker.add(readRegistrySecrets(host.env, host.home));
  return createEngine({
    ...(explicit ? { explicit, explicitOrigin } : {}),
    ...(answerMs === undefined ? {} : { answerMs }),
    env: host.env,
    uid: host.uid,
    home: host.home,
    ...(keepsakes === undefined ? {} : { keepsakes, copies: `${keepsakes}/copies` }),
    emit,
    ...(headStart === undefined ? {} : { headStart }),
  });
}

/** Most workspaces have no recipe of their own: what reads one is loaded when there is one. */
function recipesOf(cache: string | undefined, env: System['env']): World['recipes'] {
  const load = once(async () => (await import('../adapters/recipe/index.ts')).createRecipes(cache, env));
  return {
    hash: async (place) => (await load()).hash(place),
    open: async (place, buildArgs) => (await load()).open(place, buildArgs),
  };
}

async function findBuilder({ packageRoot, env }: System, world: World): ReturnType<World['builder']> {
  const { createImageBuilder } = await import('../adapters/engine/index.ts');
  const builder = createImageBuilder({ recipe: `${packageRoot}/images/toolchain`, env, engine: await world.engine() });
  const publishedVersions = async (module: string) => (await loadPost()).listModuleVersions(module, env);
  return { ...builder, publishedVersions };
}
