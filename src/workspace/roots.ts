import { isAbsolute, join, relative } from 'node:path';
import { type Place, Problem } from '../errors.ts';
import { DEFAULT_PLACES } from '../schema/settings.ts';
import { NO_OUTSIDE_SETTINGS, type OutsideSettings } from './outside-settings.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { error, type Finding, warning } from './findings.ts';
import { isPlainMap } from './map.ts';
import { placeOf } from './places.ts';
import type { Files } from './ports.ts';
import { describe } from './wording.ts';
import type { SourceFile } from './written.ts';

type Roots = { -readonly [K in keyof typeof DEFAULT_PLACES]: string };

/** Where a workspace keeps its blocks, artifacts and records, as far as its files, from far to near, can be believed. */
export function rootsOf(
  files: readonly (SourceFile<unknown> | undefined)[],
  { below, above }: OutsideSettings = NO_OUTSIDE_SETTINGS,
): Roots {
  const written = files.map((file) => (isPlainMap(file?.value) ? file.value['config'] : undefined));
  const roots: Roots = { ...DEFAULT_PLACES };
  for (const config of [...below.map(({ value }) => value), ...written, ...above.map(({ value }) => value)]) {
    Object.assign(roots, rootsIn(config));
  }
  return roots;
}

function rootsIn(config: unknown): Partial<Roots> {
  if (!isPlainMap(config)) return {};
  const roots: Partial<Roots> = {};
  const logging = isPlainMap(config['logging']) ? config['logging'] : {};
  if (typeof logging['path'] === 'string') roots.logsroot = logging['path'];
  for (const key of Object.keys(DEFAULT_PLACES) as (keyof Roots)[]) {
    const value = config[key];
    if (typeof value === 'string' && value !== '') roots[key] = value;
  }
  return roots;
}

/** Settings from outside that lead out of the workspace; only what is inside it is there when an action runs. */
export function findOutsideSettings({ below, above }: OutsideSettings): Finding[] {
  return [...below, ...above].flatMap(({ value, originOf }) =>
    outsideKeys(rootsIn(value), '/workspace').map((key) => {
      const origin = originOf([key]);
      const from = 'note' in origin ? ` (${origin.note})` : '';
      const message = `"${key}"${from} must be a folder inside the workspace, not ${JSON.stringify(value[key])}`;
      return outside(key, message, 'place' in origin ? [origin.place] : []);
    }),
  );
}

/** Roots of the file that lead out of the workspace. */
export function findOutsideRoots(file: SourceFile<WorkspaceFile>, directory: string): Finding[] {
  const roots = rootsOf([file]);
  return outsideKeys(roots, directory).map((key) => {
    const way = wayTo(key, file.value.config);
    const message = `"${way.at(-1) ?? key}" must be a folder inside the workspace, not ${describe(roots[key], file)}`;
    return outside(key, message, [placeOf(file, ['config', ...way], 'value')]);
  });
}

/** The records have two keys; the one of their own wins. */
function wayTo(key: Folder, config: WorkspaceFile['config']): string[] {
  return key === 'logsroot' && config?.logsroot === undefined ? ['logging', 'path'] : [key];
}

const FOLDERS = ['blocksroot', 'artifactsroot', 'logsroot'] as const;
type Folder = (typeof FOLDERS)[number];

function outsideKeys(roots: Partial<Roots>, directory: string): Folder[] {
  return FOLDERS.filter((key) => {
    const root = roots[key];
    if (root === undefined) return false;
    const way = relative(directory, join(directory, root));
    return isAbsolute(root) || way === '..' || way.startsWith('../');
  });
}

function outside(key: Folder, message: string, places: readonly Place[]): Finding {
  const hint = `write it relative to the workspace, e.g. ${DEFAULT_PLACES[key]}`;
  return error(new Problem('VALUE_INVALID', message, { hint, places }));
}

/** FILE_MISSING where somebody names a folder for the blocks and there is none: without any, one of the usual name may be missing. */
export async function findMissingRoot(
  {
    folder,
    root,
    main,
    settings,
  }: { folder: string; root: string; main: SourceFile<unknown> | undefined; settings: OutsideSettings },
  files: Files,
): Promise<Finding[]> {
  if (root === DEFAULT_PLACES.blocksroot || (await files.inspect(join(folder, root))) !== undefined) return [];
  const outside = [...settings.above, ...settings.below].find(({ value }) => value.blocksroot === root);
  const origin = outside?.originOf(['blocksroot']);
  const from = origin !== undefined && 'note' in origin ? ` (${origin.note})` : '';
  const own = main === undefined ? [] : [placeOf(main, ['config', 'blocksroot'], 'value')];
  const places = origin === undefined ? own : 'place' in origin ? [origin.place] : [];
  const message = `"blocksroot"${from} names ${root}, which does not exist`;
  return [warning(new Problem('FILE_MISSING', message, { hint: `mkdir ${root}, or correct the name`, places }))];
}
