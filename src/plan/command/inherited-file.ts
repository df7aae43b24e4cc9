import { posix } from 'node:path';
import type { ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import { join, layoutOf } from '../layout.ts';

/** A file that a block may have meant by a path, in the folder of a block it inherits from. */
export interface InheritedFile {
  /** Absolute, on the host. */
  readonly path: string;
  /** The edit that names it. */
  readonly hint: string;
}

/** Where the blocks that `block` inherits from would have the file that it looks for at `file`, nearest first. */
export function inheritedFiles(workspace: ResolvedWorkspace, block: ResolvedBlock, file: string): InheritedFile[] {
  const own = block.directory;
  if (own === undefined || file.startsWith('/')) return [];
  const folders = block.chain.map((name) => workspace.blocks.find((each) => each.name === name)?.directory);
  return [...new Set(folders)].flatMap((folder): InheritedFile[] => {
    if (folder === undefined || folder === own) return [];
    const written = posix.relative(join(own), join(folder, file));
    // What stands in the parent is read from its folder as well.
    const isSameForParent = join(folder, written) === join(folder, file);
    const hint = isSameForParent
      ? `write ${written}`
      : `write the action again in block "${block.name}", with ${written} in place of ${file}`;
    return [{ path: layoutOf(workspace).host(folder, file), hint }];
  });
}
