import { combineProblems, Problem } from '../errors.ts';
import type { Host, Plan } from '../plan/index.ts';
import type { ContainerEngine } from '../run/index.ts';
import type { ToolchainLock } from '../schema/toolchain-lock.ts';
import type { Files } from '../workspace/index.ts';
import { compareTools, findInLock, LOCK_FILE, readLock } from './lock/index.ts';
import type { ToolVersions } from './ports.ts';
import { type FindPlace, findMismatches } from './require-tools.ts';
import { INVENTORY, parseInventory } from './tool-versions.ts';

/** What the tools of this machine are held against, and where from. */
export interface LocalCheck {
  readonly files: Files;
  readonly host: Pick<Host, 'arch'>;
  readonly engine: ContainerEngine;
}

/** Engines about which it has been told: a workflow of many steps says it once. */
const told = new WeakSet<ContainerEngine>();

/**
 * For a plan without a container: holds the tools that the image around it names against what is required and against the workspace's lock.
 * Rejects with TOOLCHAIN_MISMATCH, TOOLCHAIN_DRIFT, TOOLCHAIN_UNLOCKED or TOOLCHAIN_LOCK_INVALID. Answers a warning (LOCAL_UNSUPPORTED), once
 * for each engine, where this machine is no toolchain image and so nothing can be checked.
 */
export async function checkLocalTools(
  { requires = [], workspace: { directory } }: Pick<Plan, 'requires' | 'workspace'>,
  { files, host, engine, findPlace }: LocalCheck & { readonly findPlace: FindPlace },
): Promise<Problem | undefined> {
  const lock = await readLock(directory, files);
  if (lock === undefined && requires.length === 0) return undefined;
  const tools = await readLocalTools(files);
  if (tools === undefined) {
    if (told.has(engine)) return undefined;
    told.add(engine);
    return describeUnchecked([
      ...(lock === undefined ? [] : [LOCK_FILE]),
      ...(requires.length === 0 ? [] : ['toolchain.require']),
    ]);
  }
  const missing = await findMismatches(requires, { name: 'the image this runs in', tools, findPlace });
  const [first, ...others] = missing;
  if (first !== undefined) throw combineProblems([first, ...others]);
  if (lock !== undefined) await requireLockedTools(lock, tools, { files, host, directory });
  return undefined;
}

/** The tools that the image around this process names; undefined where it is none that does. */
export async function readLocalTools(files: Pick<Files, 'read'>): Promise<ToolVersions | undefined> {
  const text = await files.read(INVENTORY);
  return text === undefined ? undefined : parseInventory(text.toString('utf8'));
}

/** Rejects with TOOLCHAIN_DRIFT where a tool is not here in the version that is locked, with TOOLCHAIN_UNLOCKED where this platform is not. */
export async function requireLockedTools(
  lock: ToolchainLock,
  tools: ToolVersions,
  { files, host, directory }: Pick<LocalCheck, 'files' | 'host'> & { readonly directory: string },
): Promise<void> {
  const platform = `linux/${host.arch ?? ''}`;
  const entry = lock.platforms[platform];
  if (entry === undefined) {
    const names = Object.keys(lock.platforms).join(', ');
    throw new Problem('TOOLCHAIN_UNLOCKED', `${LOCK_FILE} pins ${lock.image} for ${names}, and this is ${platform}`, {
      hint: 'polycrate toolchain lock   (where there is an engine of this platform: adds it)',
      places: await findInLock(directory, '"platforms"', files),
    });
  }
  // An image may have more than what is locked, as one for CI jobs has; what is locked must be there.
  const [first, ...others] = compareTools(entry.tools ?? {}, tools).filter(({ from }) => from !== undefined);
  if (first === undefined) return;
  const drifted = [first, ...others].map(({ name, from = '', to = 'none' }) => `${name} ${from} (here: ${to})`);
  throw new Problem('TOOLCHAIN_DRIFT', `${LOCK_FILE} expects ${drifted.join(', ')}`, {
    hint: `run the job in an image that is made of ${lock.image}; or accept another one, where there is an engine: polycrate toolchain lock`,
    places: await findInLock(directory, JSON.stringify(first.name), files),
  });
}

function describeUnchecked(what: readonly string[]): Problem {
  return new Problem('LOCAL_UNSUPPORTED', `not checked without a container: ${what.join(' and ')}`, {
    hint: 'in a container, or in the toolchain image, they are: --engine docker',
  });
}
