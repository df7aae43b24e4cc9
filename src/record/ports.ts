/** Who holds a workspace's lock, as written into it and shown to whoever waits. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  readonly transaction: string;
  /** What it runs: `polycrate run BLOCK ACTION`. */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

export interface HeldLock extends AsyncDisposable {
  /** Whose lock was found, its process gone. */
  readonly abandoned?: LockHolder & ProcessMark;
}

export interface Journal {
  /** Adds a line (without its line end). A returned promise is back-pressure. */
  append(line: string): Promise<void> | undefined;
  /** Ends the file; rejects with RECORD_UNWRITABLE when anything of it could not be written. */
  close(): Promise<void>;
}

/** Size in bytes, a blank, and modification time of each file below a folder, by relative path. */
export type Listing = ReadonlyMap<string, string>;

/** A file or folder of somebody else. */
export interface ForeignFile {
  readonly path: string;
  readonly uid: number;
}

/** What tells a process from others that have its id elsewhere, before or after it; empty where the system does not say. */
export interface ProcessMark {
  readonly boot?: string;
  readonly pid_namespace?: string;
  readonly process_start?: string;
}

/** Where records are kept. Paths are absolute. Failures are WORKSPACE_READ_ONLY or RECORD_UNWRITABLE. */
export interface RecordStore {
  makeDirectory(path: string): Promise<void>;
  /** Writes a whole file, for its owner alone: it is there completely or not at all. With `flush`, as it is unless told, it also outlasts the machine's next moment. */
  save(path: string, text: string, options?: { readonly flush?: boolean }): Promise<void>;
  /** Sees to it that a file outlasts the machine's next moment. Never rejects: whoever needs to know saves it so. */
  flush(path: string): Promise<void>;
  openJournal(path: string): Promise<Journal>;
  /** Rejects with WORKSPACE_LOCKED while another living holder has it. */
  lock(path: string, holder: LockHolder): Promise<HeldLock>;
  list(directory: string): Promise<Listing>;
  /**
   * What in a folder has come to belong to somebody else than `uid` since then, as sorted relative paths. Below a folder that is
   * among them nothing is listed: what repairs it repairs everything in it. Links are not followed.
   */
  findForeign(
    directory: string,
    owner: { readonly uid: number; readonly since: Date },
  ): Promise<readonly ForeignFile[]>;
  /** Names in a directory, sorted; empty when there is none. */
  names(directory: string): Promise<readonly string[]>;
  read(path: string): Promise<string | undefined>;
  /** The lines of a file, one after the other; none when it is not there. */
  lines(path: string): AsyncIterable<string>;
  /** Up to 256 KiB of a file from `offset` on; empty at its end, or where there is none. */
  readFrom(path: string, offset: number): Promise<Buffer>;
  /** SHA-256 of a file in hex; undefined where it cannot be read. */
  hash(path: string): Promise<string | undefined>;
  /** Removes a file; answers the bytes it had, 0 where there was none. */
  remove(path: string): Promise<number>;
  /** Removes a directory that is empty, and does nothing to another. */
  removeFolder(path: string): Promise<void>;
  /** Text that changes when a name in a directory comes, goes or is replaced; undefined where that cannot be told for sure, or there is none. */
  folderMark(path: string): Promise<string | undefined>;
  /** What `keepIndex` has kept for a directory on this machine; it may be gone or old. */
  readIndex(directory: string): Promise<string | undefined>;
  /** Never rejects: without it the next command only takes longer. */
  keepIndex(directory: string, text: string): Promise<void>;
  markOf(pid: number): ProcessMark;
  /** False when the process that had begun by `started` (ISO 8601) is certainly gone, its id perhaps another's by now; true when it lives or cannot be judged from here. */
  mayBeAlive(process: ProcessMark & { readonly pid: number; readonly host: string; readonly started: string }): boolean;
}
