import { Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import { BLOCK_KINDS } from '../schema/rules.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { type Finding, warning } from './findings.ts';
import { nearest } from './nearest.ts';
import type { Path } from './nodes.ts';
import { placeOf } from './places.ts';
import type { SourceFile } from './written.ts';

const known: readonly string[] = BLOCK_KINDS;

/** Warnings about kinds of the blocks of a workspace file that nothing in polycrate reacts to: allowed, but often a slip. */
export function findOddKinds(file: SourceFile<WorkspaceFile>): Finding[] {
  return (file.value.blocks ?? []).flatMap((block, index) => findOddKind(file, ['blocks', index], block));
}

/** The same about one block, which stands at `path` of its file. */
export function findOddKind(file: SourceFile<unknown>, path: Path, { kind }: Partial<BlockFile>): Finding[] {
  if (typeof kind !== 'string' || known.includes(kind)) return [];
  const guess = nearest(kind, known);
  const hint = guess === undefined ? `kinds with a meaning: ${known.join(', ')}` : `did you mean "${guess}"?`;
  const places = [placeOf(file, [...path, 'kind'], 'value')];
  return [
    warning(
      new Problem(
        'VALUE_INVALID',
        `${file.confidential ? 'this kind' : `the kind "${kind}"`} has no meaning of its own`,
        { hint, places },
      ),
    ),
  ];
}
