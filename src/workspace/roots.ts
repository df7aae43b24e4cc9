import { isAbsolute, join, relative } from 'node:path';
import { Problem } from '../errors.ts';
import { DEFAULT_PLACES } from '../schema/settings.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { error, type Finding } from './findings.ts';
import { isPlainMap } from './map.ts';
import { placeOf } from './places.ts';
import { describe } from './wording.ts';
import type { SourceFile } from './written.ts';

type Roots = { -readonly [K in keyof typeof DEFAULT_PLACES]: string };

/** Where a workspace keeps its blocks, artifacts and records, as far as its file can be believed. */
export function rootsOf(file: SourceFile<unknown> | undefined): Roots {
  const roots: Roots = { ...DEFAULT_PLACES };
  const config = isPlainMap(file?.value) && isPlainMap(file.value['config']) ? file.value['config'] : {};
  const logging = isPlainMap(config['logging']) ? config['logging'] : {};
  if (typeof logging['path'] === 'string') roots.logsroot = logging['path'];
  for (const key of Object.keys(roots) as (keyof Roots)[]) {
    const value = config[key];
    if (typeof value === 'string' && value !== '') roots[key] = value;
  }
  return roots;
}

/** Roots that lead out of the workspace: only what is inside it is there when an action runs. */
export function findOutsideRoots(file: SourceFile<WorkspaceFile>, directory: string): Finding[] {
  const roots = rootsOf(file);
  return (['blocksroot', 'artifactsroot', 'logsroot'] as const).flatMap((key) => {
    const way = relative(directory, join(directory, roots[key]));
    if (!isAbsolute(roots[key]) && way !== '..' && !way.startsWith('../')) return [];
    const places = [placeOf(file, ['config', key], 'value')];
    const message = `"${key}" must be a folder inside the workspace, not ${describe(roots[key], file)}`;
    return [
      error(
        new Problem('VALUE_INVALID', message, {
          hint: `write it relative to the workspace, e.g. ${DEFAULT_PLACES[key]}`,
          places,
        }),
      ),
    ];
  });
}
