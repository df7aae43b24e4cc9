export interface FileInfo {
  readonly kind: 'file' | 'directory' | 'other';
  /** Bytes. */
  readonly size: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

/** What reading a workspace needs from a disk. Paths are absolute. Failures other than "not there" are Problems (FILE_UNREADABLE). */
export interface Files {
  /** The bytes of a file, or undefined when there is none. */
  read(path: string): Promise<Buffer | undefined>;
  /** What is at `path`, links followed, or undefined when nothing is. */
  inspect(path: string): Promise<FileInfo | undefined>;
  /** Entries of a directory sorted by name; empty when there is none. */
  list(path: string): Promise<readonly DirectoryEntry[]>;
  /** The path with every link resolved, or `path` itself when nothing is there; used to follow links once. */
  realPath(path: string): Promise<string>;
}

/** What earlier commands read from the files of one workspace. Keys say everything a value depends on, so nothing in it can be out of date. */
export interface ParsedBefore {
  get(key: string): unknown;
  /** Keeps a value that JSON can say. */
  put(key: string, value: unknown): void;
  /** Makes what was got or put here available to the next command, and forgets the rest. Never rejects: it only costs time without. */
  keep(): Promise<void>;
}

export interface ParseCache {
  open(folder: string): Promise<ParsedBefore>;
}
