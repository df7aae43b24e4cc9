import type { CarriedWorkspace } from '../../../toolchain/bundle/index.ts';

/** What of a workspace is in a bundle, a line each; what there is none of is not told. */
export function describeWorkspace(workspace: CarriedWorkspace | undefined): [string, string | undefined][] {
  if (workspace === undefined) return [];
  const { name, files, blocks, providers, collections, charts } = workspace;
  const count = (list: readonly string[]): string | undefined =>
    list.length === 0
      ? undefined
      : `${String(list.length)} (${list.slice(0, 3).join(', ')}${list.length > 3 ? ', …' : ''})`;
  return [
    ['workspace', `${name}, ${countFiles(files)}`],
    ['blocks', count(blocks)],
    ['providers', count(providers)],
    ['collections', count(collections)],
    ['charts', count(charts)],
  ];
}

/** `1 file`, `12 files`. */
export function countFiles(files: number): string {
  return `${String(files)} ${files === 1 ? 'file' : 'files'}`;
}
