import { isAbsolute, relative } from 'node:path';
import type { Explained } from '../resolve/index.ts';
import type { Origin } from '../workspace/index.ts';
import { table, type Shell } from './world.ts';

interface Row {
  readonly key: string;
  readonly value: string;
  readonly from: string;
  readonly isOverridden: boolean;
}

/** Shows every leaf with who set it; what it overrode stands below it. As data: key, value, from, and the same of what was overridden. */
export async function showExplained(shell: Shell, leaves: readonly Explained[]): Promise<number> {
  const { directory } = shell.system;
  const rows = leaves.flatMap(({ key, value, origin, overrides }): Row[] => [
    { key, value: shown(value), from: told(origin, directory), isOverridden: false },
    ...overrides.map((each) => ({
      key: each.key === key ? '' : `  ${each.key}`,
      value: shown(each.value),
      from: `over ${told(each.origin, directory)}`,
      isOverridden: true,
    })),
  ]);
  const grey = ({ isOverridden }: Row) => (isOverridden ? 'dim' : undefined);
  await shell.renderer.result(
    table({
      columns: [
        { title: 'key', value: ({ key }) => key, colour: grey, whole: true },
        { title: 'value', value: ({ value }) => value, colour: grey },
        { title: 'set by', value: ({ from }) => from, colour: grey, whole: true },
      ],
      rows,
      empty: 'Nothing is set.',
      data: leaves.map(({ key, value, origin, overrides }) => ({
        key,
        value,
        from: data(origin),
        overrides: overrides.map((each) => ({ key: each.key, value: each.value, from: data(each.origin) })),
      })),
    }),
  );
  return 0;
}

/** One line of it; the data has all. */
function shown(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value.trimEnd().replaceAll(/\s*\n\s*/g, ' ⏎ ');
  return JSON.stringify(value);
}

function told(origin: Origin, directory: string): string {
  if ('note' in origin) return origin.note;
  const { file, line, column } = origin.place;
  const near = relative(directory, file);
  const name = near.startsWith('..') || isAbsolute(near) ? file : near;
  return `${name}:${String(line)}:${String(column)}`;
}

function data(origin: Origin): unknown {
  if ('note' in origin) return origin;
  const { file, line, column } = origin.place;
  return { file, line, column };
}
