import { basename, dirname } from 'node:path';
import { Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { error, type Finding, MOST_TOLD } from './findings.ts';
import type { Path } from './nodes.ts';
import { placeOf } from './places.ts';
import { suggestName } from './wording.ts';
import type { SourceFile } from './written.ts';

type Entry = { readonly name?: unknown } | null;

/** Names used twice in one list of a workspace file: blocks, their actions, workflows, their steps. */
export function findDuplicates(file: SourceFile<WorkspaceFile>): Finding[] {
  const { blocks = [], workflows = [] } = file.value;
  return [
    ...repeated(file, ['blocks'], blocks, 'this file has two blocks called'),
    ...blocks.flatMap((block, index) => actionsOf(file, ['blocks', index], block)),
    ...repeated(file, ['workflows'], workflows, 'this file has two workflows called'),
    ...workflows.flatMap(({ steps = [], name }, index) =>
      repeated(file, ['workflows', index, 'steps'], steps, `workflow "${name}" has two steps called`),
    ),
  ];
}

/** Names used twice in or among `block.poly` files: actions of one block, blocks of one workspace. */
export function findDuplicateBlocks(files: readonly SourceFile<BlockFile>[]): Finding[] {
  const first = new Map<string, SourceFile<BlockFile>>();
  const names = new Set(files.map(({ value }) => value.name));
  const twice = files.flatMap((file) => {
    const { name } = file.value;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, file);
    if (earlier === undefined) return [];
    // A block file is often made by copying another one, and its folder then has the name it was meant to have.
    const folder = basename(dirname(file.path));
    const hint = names.has(folder) || suggestName(folder) !== folder ? undefined : `write name: ${folder}`;
    const spots = [file, earlier].map((each): Spot => [each, ['name']]);
    return duplicate(`two files define the block "${name}"`, spots, hint);
  });
  return [...twice, ...files.flatMap((file) => actionsOf(file, [], file.value))];
}

function actionsOf(file: SourceFile<unknown>, path: Path, { name, actions = [] }: BlockFile): Finding[] {
  return repeated(file, [...path, 'actions'], actions, `block "${name}" has two actions called`);
}

function repeated(file: SourceFile<unknown>, list: Path, entries: readonly Entry[], sentence: string): Finding[] {
  const first = new Map<unknown, number>();
  let told = 0;
  return entries.flatMap((entry, index) => {
    const earlier = first.get(entry?.name);
    if (earlier === undefined) first.set(entry?.name, index);
    if (earlier === undefined || typeof entry?.name !== 'string') return [];
    told += 1;
    if (told > MOST_TOLD) return [];
    const spots = [index, earlier].map((at): Spot => [file, [...list, at, 'name']]);
    return duplicate(`${sentence} "${entry.name}"`, spots);
  });
}

type Spot = readonly [SourceFile<unknown>, Path];

function duplicate(message: string, spots: readonly Spot[], hint = 'rename or remove one of them'): Finding[] {
  const places = spots.map(([file, path]) => placeOf(file, path, 'value'));
  return [error(new Problem('NAME_DUPLICATE', message, { hint, places }))];
}
