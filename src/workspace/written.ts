import type { Document, LineCounter } from 'yaml';
import type { Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';

/** One file as it was written: its text, its syntax tree for places, its plain value. */
export interface SourceFile<T> {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** True for secrets.poly: neither its lines nor its values may appear in a message. */
  readonly confidential: boolean;
  readonly value: T;
}

/** Everything a workspace says on disk, valid file by file, nothing merged yet. */
export interface WrittenWorkspace {
  /** Absolute path of the folder that holds `workspace.poly`. */
  readonly directory: string;
  readonly main: SourceFile<WorkspaceFile>;
  readonly secrets: SourceFile<WorkspaceFile> | undefined;
  /** Every `block.poly` below the blocks root, sorted by path. */
  readonly blocks: readonly SourceFile<BlockFile>[];
  /** Findings that stop nothing: unknown keys and the like. */
  readonly warnings: readonly Problem[];
}
