import { createFinder, type Finder } from './finder.ts';
import { maskData, maskReport } from './mask-data.ts';
import { spellSecret } from './needles.ts';

const SHORTEST_SECRET = 3;
const MASK = Buffer.from('***');

/** Hides secrets in one stream of bytes. Streams that run side by side need a masker each. */
export interface Masker {
  /**
   * Hides these as well from now on, in every stream that has forked from here or shares its beginning. Answers those that are too
   * short: hiding one or two characters everywhere would destroy all output.
   */
  add(secrets: readonly string[]): readonly string[];
  /** What can be shown so far; held back is only an end that may be the beginning of a secret. May share memory with `chunk`. */
  push(chunk: Buffer): Buffer;
  /** What was held back, at the end of the stream. */
  flush(): Buffer;
  /** A whole text with every secret hidden; independent of the stream. */
  maskText(text: string): string;
  /** Plain data with every secret hidden in its strings, its keys, and its numbers and booleans where one is a secret. */
  maskData(data: unknown): unknown;
  /** What a run tells of itself, masked in its texts; ids, times, numbers, and the names of blocks, actions and workflows stay what they are. */
  maskReport(report: unknown): unknown;
  /** A masker of the same secrets for another stream; what is added to one is hidden by all. */
  fork(): Masker;
}

/**
 * Makes a masker that puts `***` in the place of every secret, however it is spelled (see `spellSecret`) and cut into chunks.
 * Secrets that overlap in the text are hidden by one mask. With nothing to hide, chunks pass as they are.
 */
export function createMasker(secrets: readonly string[] = []): Masker {
  const book = createBook();
  const masker = createFork(book);
  masker.add(secrets);
  return masker;
}

/** The secrets that all forks of a masker share. */
interface Book {
  readonly add: Masker['add'];
  /** Spells what has been added since, which nobody pays for who shows nothing. */
  readonly finder: () => Finder;
}

function createBook(): Book {
  const finder = createFinder();
  const known = new Set<string>();
  let unspelled: string[] = [];
  return {
    add(secrets) {
      const cores = [...new Set(secrets.map((secret) => secret.trim()))].filter((secret) => secret !== '');
      for (const core of cores) {
        if (core.length < SHORTEST_SECRET || known.has(core)) continue;
        known.add(core);
        unspelled.push(core);
      }
      return cores.filter((core) => core.length < SHORTEST_SECRET);
    },
    finder() {
      if (unspelled.length > 0) {
        finder.add(unspelled.flatMap(spellSecret));
        unspelled = [];
      }
      return finder;
    },
  };
}

function createFork(book: Book): Masker {
  const maskText = (text: string): string => {
    if (book.finder().isEmpty()) return text;
    const bytes = Buffer.from(text);
    const found: number[] = [];
    book.finder().scan(bytes, found);
    return found.length === 0 ? text : replaceFound(bytes, found, { covered: 0, end: bytes.length }).shown.toString();
  };
  return {
    add: book.add,
    ...createStream(book.finder),
    maskText,
    maskData: (data) => (book.finder().isEmpty() ? data : maskData(data, maskText)),
    maskReport: (report) => (book.finder().isEmpty() ? report : maskReport(report, maskText)),
    fork: () => createFork(book),
  };
}

function createStream(finder: () => Finder): Pick<Masker, 'push' | 'flush'> {
  let held: Buffer = Buffer.alloc(0);
  /** How many of the held bytes belong to a secret whose mask has already been shown. */
  let covered = 0;
  return {
    push(chunk) {
      if (finder().isEmpty()) return chunk;
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const found: number[] = [];
      const end = finder().scan(bytes, found);
      const { shown, maskedEnd } = replaceFound(bytes, found, { covered, end });
      covered = Math.max(0, maskedEnd - end);
      // A copy: the producer may use its chunk again, and a few bytes must not keep it alive.
      held = Buffer.from(bytes.subarray(end));
      return shown;
    },
    flush() {
      const found: number[] = [];
      finder().scan(held, found);
      const { shown } = replaceFound(held, found, { covered, end: held.length });
      held = Buffer.alloc(0);
      covered = 0;
      return shown;
    },
  };
}

/** Bytes up to `end` with masks in the place of what was found to begin there, and where the last mask ends, which may be beyond. */
function replaceFound(
  bytes: Buffer,
  found: readonly number[],
  { covered, end }: { readonly covered: number; readonly end: number },
): { shown: Buffer; maskedEnd: number } {
  let maskedEnd = covered;
  if (found.length === 0) return { shown: bytes.subarray(Math.min(maskedEnd, end), end), maskedEnd };
  // A mask is never longer than what it hides, but the last one may hide bytes beyond `end`.
  const shown = Buffer.allocUnsafe(end + MASK.length);
  let size = 0;
  for (let at = 0; at < found.length; at += 2) {
    const [from = 0, to = 0] = [found[at], found[at + 1]];
    if (from >= end) break;
    if (from >= maskedEnd) {
      size += bytes.copy(shown, size, maskedEnd, from);
      size += MASK.copy(shown, size);
    }
    maskedEnd = Math.max(maskedEnd, to);
  }
  size += bytes.copy(shown, size, Math.min(maskedEnd, end), end);
  return { shown: shown.subarray(0, size), maskedEnd };
}
