import type { Document, LineCounter } from 'yaml';
import type { BlockFile } from '../schema/block.ts';
import type { OutsideSettings } from './outside-settings.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import type { Finding } from './findings.ts';
import type { ParsedBefore } from './ports.ts';

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

/** Everything a workspace says on disk, valid file by file, nothing merged yet; believable as a whole only without errors among the findings. */
export interface WrittenWorkspace {
  /** Absolute path of the folder that holds `workspace.poly`. */
  readonly directory: string;
  readonly main: SourceFile<WorkspaceFile>;
  readonly secrets: SourceFile<WorkspaceFile> | undefined;
  /** Every `block.poly` below the blocks root, sorted by path. */
  readonly blocks: readonly SourceFile<BlockFile>[];
  /** The schema.json beside a block file, by the path of the block file. */
  readonly schemas: ReadonlyMap<string, string>;
  /** Settings from outside, which the files of the workspace are merged with. */
  readonly settings: OutsideSettings;
  /** What earlier commands found out about these files; whoever is done with the workspace calls `keep`. */
  readonly before: ParsedBefore | undefined;
  /** What stands in a file of the workspace; undefined for one that could not be read. */
  readonly textOf: (path: string) => string | undefined;
  readonly findings: readonly Finding[];
}
