import { createFinder, type Finder } from './finder.ts';
import { spellSecret } from './needles.ts';

const SHORTEST_SECRET = 3;
const MASK = Buffer.from('***');

/** Hides secrets in one stream of bytes. Streams that run side by side need a masker each. */
export interface Masker {
  /** Secrets that are not hidden, because hiding one or two characters everywhere would destroy all output. */
  readonly tooShort: readonly string[];
  /** What can be shown so far; held back is only an end that may be the beginning of a secret. May share memory with `chunk`. */
  push(chunk: Buffer): Buffer;
  /** What was held back, at the end of the stream. */
  flush(): Buffer;
  /** A whole text with every secret hidden; independent of the stream. */
  maskText(text: string): string;
  /** Plain data with every secret hidden in its strings, its keys, and its numbers and booleans where one is a secret. */
  maskData(data: unknown): unknown;
  /** A masker of the same secrets for another stream, without preparing the search again. */
  fork(): Masker;
}

/**
 * Makes a masker that puts `***` in the place of every secret, however it is spelled (see `spellSecret`) and cut into chunks.
 * Secrets that overlap in the text are hidden by one mask. With nothing to hide, chunks pass as they are.
 */
export function createMasker(secrets: readonly string[]): Masker {
  const cores = [...new Set(secrets.map((secret) => secret.trim()))].filter((secret) => secret !== '');
  const hidden = cores.filter((secret) => secret.length >= SHORTEST_SECRET);
  const tooShort = cores.filter((secret) => secret.length < SHORTEST_SECRET);
  let made: Finder | undefined;
  const finder = (): Finder => (made ??= createFinder(hidden.flatMap(spellSecret)));
  return hidden.length === 0 ? createOpenMasker(tooShort) : createHidingMasker(finder, tooShort);
}

function createOpenMasker(tooShort: readonly string[]): Masker {
  const masker: Masker = {
    tooShort,
    push: (chunk) => chunk,
    flush: () => Buffer.alloc(0),
    maskText: (text) => text,
    maskData: (data) => data,
    fork: () => masker,
  };
  return masker;
}

function createHidingMasker(finder: () => Finder, tooShort: readonly string[]): Masker {
  const maskText = (text: string): string => {
    const bytes = Buffer.from(text);
    const found: number[] = [];
    finder().scan(bytes, found);
    return found.length === 0 ? text : replaceFound(bytes, found, { covered: 0, end: bytes.length }).shown.toString();
  };
  return {
    tooShort,
    ...createStream(finder),
    maskText,
    maskData: (data) => maskData(data, maskText),
    fork: () => createHidingMasker(finder, tooShort),
  };
}

function createStream(finder: () => Finder): Pick<Masker, 'push' | 'flush'> {
  let held: Buffer = Buffer.alloc(0);
  /** How many of the held bytes belong to a secret whose mask has already been shown. */
  let covered = 0;
  return {
    push(chunk) {
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

function maskData(data: unknown, maskText: Masker['maskText']): unknown {
  if (typeof data === 'string') return maskText(data);
  if (typeof data === 'number' || typeof data === 'boolean') return maskText(String(data)) === '***' ? '***' : data;
  if (Array.isArray(data)) return data.map((item) => maskData(item, maskText));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [maskText(key), maskData(value, maskText)]));
}
