/** What a file, a folder or a symbolic link looks like from outside. Everything else (sockets, devices) is not copied. */
export interface Entry {
  /** Relative to the root of its tree, with `/`; empty for the root itself. */
  readonly path: string;
  readonly type: 'file' | 'folder' | 'link';
  /** Permission bits, those of setuid and its like included. */
  readonly mode: number;
  /** Bytes of a file, else 0. */
  readonly size: number;
  /** Seconds since 1970 of a file as a decimal number, to the nanosecond; `0` for all else, whose times are not kept. */
  readonly mtime: string;
  readonly uid: number;
  readonly gid: number;
  /** Where a link points. */
  readonly link: string;
}

export type Tree = ReadonlyMap<string, Entry>;

const TYPES = { f: 'file', d: 'folder', l: 'link' } as const;
const RECORD = /^([fdl]) (\d+) (\d+) ([\d.]+) (\d+):(\d+) (.*?)\/\/(.*)$/su;

/** What find(1) is to print for each kind of entry: two slashes never stand in a path, so they end it. */
export const RECORD_FORMATS = {
  f: String.raw`f %m %s %T@ %U:%G %P//\0`,
  d: String.raw`d %m 0 0 %U:%G %P//\0`,
  l: String.raw`l 777 0 0 %U:%G %P//%l\0`,
} as const;

/** True for names with single slashes between them, none of which leads to where it stands or above. */
export function isPlainPath(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}

/** Reads records that find(1) has printed in RECORD_FORMATS; what find never prints, such as a path that leads elsewhere, is passed over. */
export function parseRecords(text: string): Entry[] {
  return text.split('\0').flatMap((record) => {
    const [, type, mode = '', size, mtime = '0', uid, gid, path, link] = RECORD.exec(record) ?? [];
    if (path === undefined || link === undefined || !(path === '' || isPlainPath(path))) return [];
    return {
      path,
      type: TYPES[type as keyof typeof TYPES],
      mode: Number.parseInt(mode, 8),
      size: Number(size),
      mtime,
      uid: Number(uid),
      gid: Number(gid),
      link,
    };
  });
}

/** One line that is the same as long as the entry is taken to be unchanged: rsync's quick check, and what it belongs to. */
export function printOf({ type, mode, size, mtime, uid, gid, link }: Entry): string {
  return `${type} ${mode.toString(8)} ${String(size)} ${mtime} ${String(uid)}:${String(gid)} ${link}`;
}

/** Finer than any two writes, and coarser than what setting a time loses. */
const SAME_TIME_S = 5e-6;

/** True when two entries of different machines hold the same, whoever owns them. */
export function isAlike(one: Entry, other: Entry): boolean {
  return (
    one.type === other.type &&
    (one.type === 'link' || one.mode === other.mode) &&
    one.size === other.size &&
    one.link === other.link &&
    Math.abs(Number(one.mtime) - Number(other.mtime)) < SAME_TIME_S
  );
}
