import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ContainerShape, digestOf } from './shape.ts';

/** What a job of some purpose needed. */
export interface Known {
  readonly shape: ContainerShape;
  readonly parkMs?: number;
  /** The key of one that was parked for the next. */
  readonly parkedUnder?: string;
  /** What makes such a container before the engine is looked for: where it listens, and the description it gets. */
  readonly socketPath: string;
  readonly description: string;
}

/** A parked container. */
export interface Parked {
  readonly container: string;
  /** Where its engine listens. */
  readonly endpoint: string;
  /** When it may have given up waiting; milliseconds since 1970. */
  readonly until: number;
}

/** What one command leaves for the next, in files of its owner alone. Whatever goes wrong with them only makes the next start slower. */
export interface Keepsakes {
  recall(purpose: string): Known | undefined;
  remember(purpose: string, known: Known): void;
  /** The parked container under that key, which is now the caller's and nobody else's. */
  claim(key: string): Parked | undefined;
  /** True when one that can still be claimed is there. */
  has(key: string): boolean;
  leave(key: string, parked: Parked): void;
  /** Those parked on that engine beyond the newest `most`, which are now the caller's and nobody else's. */
  surplus(endpoint: string, most: number): readonly Parked[];
  /** True when that was not true for so long, for whichever command of this user. */
  isDue(what: string, everyMs: number): boolean;
}

/** A claim that comes this close to the end of a container's patience could lose the race. */
const MARGIN_MS = 10_000;

/** Keepsakes as files in `directory`. */
export function createKeepsakes(directory: string): Keepsakes {
  // By themselves, because all of them are looked through when one is left: beside them there may be thousands of others.
  const parkedOnes = join(directory, 'parked');
  const fileOfJob = (purpose: string): string => join(directory, `job-${digestOf(purpose)}.json`);
  const fileOfParked = (key: string): string => join(parkedOnes, `${digestOf(key)}.json`);
  const isFresh = ({ until }: Parked): boolean => Date.now() < until - MARGIN_MS;
  const take = (file: string): Parked | undefined => {
    const mine = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      // Of several, one succeeds; and what it then reads is what it has taken, whatever has been left there since.
      renameSync(file, mine);
      const parked = read(mine) as Parked | undefined;
      unlinkSync(mine);
      return parked;
    } catch {
      return undefined;
    }
  };
  return {
    recall: (purpose) => read(fileOfJob(purpose)) as Known | undefined,
    remember(purpose, known) {
      const file = fileOfJob(purpose);
      const text = JSON.stringify(known);
      const before = readOwn(file);
      if (before !== text) write(directory, file, text);
      // Each command line leaves one. Looking through them all is for one new one in sixteen.
      if (before === undefined && basename(file).startsWith('job-0')) {
        removeOld(directory, /^(job|parked)-/);
        removeOld(parkedOnes, /^\w+\.json/);
      }
    },
    claim(key) {
      const parked = take(fileOfParked(key));
      return parked !== undefined && isFresh(parked) ? parked : undefined;
    },
    has(key) {
      const parked = read(fileOfParked(key)) as Parked | undefined;
      return parked !== undefined && isFresh(parked);
    },
    isDue(what, everyMs) {
      const file = join(directory, `done-${digestOf(what)}.json`);
      try {
        const ageMs = Date.now() - statSync(file).mtimeMs;
        // Below zero the clock has been put back.
        if (ageMs >= 0 && ageMs < everyMs) return false;
      } catch {
        // Never done.
      }
      write(directory, file, '');
      return true;
    },
    leave(key, parked) {
      write(parkedOnes, fileOfParked(key), JSON.stringify(parked));
    },
    surplus(endpoint, most) {
      const known = listParked(parkedOnes).filter((each) => each.parked?.endpoint === endpoint);
      const byAge = known.sort((a, b) => (b.parked?.until ?? 0) - (a.parked?.until ?? 0));
      // One whose time is over has ended by itself: only its file is left, which goes with the others.
      return byAge.slice(most).flatMap(({ file }) => take(file) ?? []);
    },
  };
}

function listParked(directory: string): { readonly file: string; readonly parked: Parked | undefined }[] {
  const files = listNames(directory).filter((name) => /^\w+\.json$/.test(name));
  return files.map((name) => join(directory, name)).map((file) => ({ file, parked: read(file) as Parked | undefined }));
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function read(file: string): unknown {
  const text = readOwn(file);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only a file that nobody else can have written is believed: it says which container gets the next job. */
function readOwn(file: string): string | undefined {
  try {
    const { uid, mode } = statSync(file);
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function write(directory: string, file: string, text: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const draft = `${file}.${String(process.pid)}`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // A full or read-only home.
  }
}

/** What nobody has used for a week is not missed. */
const UNUSED_MS = 7 * 86_400_000;

function removeOld(directory: string, pattern: RegExp): void {
  for (const name of listNames(directory).filter((each) => pattern.test(each))) {
    const file = join(directory, name);
    try {
      if (Date.now() - statSync(file).mtimeMs > UNUSED_MS) unlinkSync(file);
    } catch {
      // Somebody else was quicker.
    }
  }
}
