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

export interface Journal {
  /** Adds a line (without its line end). A returned promise is back-pressure. */
  append(line: string): Promise<void> | undefined;
  /** Ends the file; rejects with RECORD_UNWRITABLE when anything of it could not be written. */
  close(): Promise<void>;
}

/** Size and modification time of each file below a folder, by relative path. */
export type Listing = ReadonlyMap<string, string>;

/** A file or folder of somebody else. */
export interface ForeignFile {
  readonly path: string;
  readonly uid: number;
}

/** Where records are kept. Paths are absolute. Failures are WORKSPACE_READ_ONLY or RECORD_UNWRITABLE. */
export interface RecordStore {
  makeDirectory(path: string): Promise<void>;
  /** Writes a whole file: it is there completely or not at all. For its owner alone, unless `mode` says otherwise. */
  save(path: string, text: string, mode?: number): Promise<void>;
  openJournal(path: string): Promise<Journal>;
  /** Rejects with WORKSPACE_LOCKED while another living holder has it. */
  lock(path: string, holder: LockHolder): Promise<AsyncDisposable>;
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
  /** False when the process that had begun by `started` (ISO 8601) is certainly gone, its id perhaps another's by now; true when it lives or cannot be judged from here. */
  mayBeAlive(process: { readonly pid: number; readonly host: string; readonly started: string }): boolean;
}
