import type { BlockFile } from '../schema/block.ts';
import type { Layer } from './layers.ts';

/** A block with everything it inherits. */
export interface Lineage {
  readonly name: string;
  /** What the block itself writes, far to near. */
  readonly own: readonly Layer[];
  /** The same with everything it inherits in front. */
  readonly layers: readonly Layer[];
  /** Names of its ancestors, nearest first. */
  readonly chain: readonly string[];
  readonly parent: Lineage | undefined;
  /** Its own `from` that counts, as written; one that names the block itself does not. */
  readonly from: string | undefined;
  /** The `from` of it or of an ancestor that is not installed: what it would inherit from there is unknown. */
  readonly missing: string | undefined;
  readonly merged: Partial<BlockFile>;
}
