import type { Path } from './nodes.ts';

/** What the top of a file is: it decides which keys it must have. */
export type FileKind = 'workspace' | 'secrets' | 'block' | 'user';

const TOPS: Readonly<Record<FileKind, string>> = {
  workspace: 'workspace',
  secrets: 'workspace',
  block: 'block',
  user: 'settings file',
};

const ITEMS: Readonly<Record<string, string>> = {
  blocks: 'block',
  actions: 'action',
  workflows: 'workflow',
  steps: 'step',
  prompt: 'prompt',
};

/** What the map at `path` of a file is called; `map` where it has no name but that of its key. */
export function nounOf(path: Path, kind: FileKind): string {
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? TOPS[kind] : (ITEMS[list] ?? 'map');
}
