const COMMAND = Buffer.from('::add-mask::');
const COLON = 0x3a;
const [LF, CR, BLANK, TAB] = [0x0a, 0x0d, 0x20, 0x09];
const MASK = Buffer.from('***');
const NOTHING = Buffer.alloc(0);
/** More of one value is not kept, only hidden. Bytes. */
const LONGEST_VALUE = 1024 * 1024;

/** Takes the lines out of a stream that register a secret. */
export interface AddMaskFilter {
  /** What of the stream is no such line; held back is only an end that may become one. May share memory with `chunk`. */
  push(chunk: Buffer): Buffer;
  /** What was held back, at the end of the stream. */
  flush(): Buffer;
}

/**
 * Tells `register` the value of every line `::add-mask::VALUE` as soon as its end has come, and shows nothing of it. Anywhere else in
 * a line (a shell that traces its commands writes them so) what follows the command is `***` up to the end of the line and not
 * registered, as nobody knows where the value ends.
 */
export function createAddMaskFilter(register: (value: string) => void): AddMaskFilter {
  let held: Buffer = NOTHING;
  let state: 'open' | 'in value' | 'in rest' = 'open';
  /** True while only blanks have come since the line began. */
  let isLineBlank = true;
  let value: Buffer[] = [];
  let endsWithCr = false;

  const finish = (): void => {
    state = 'open';
    const text = Buffer.concat(value).subarray(0, LONGEST_VALUE).toString();
    value = [];
    register(unescapeValue(text));
  };
  /** Takes what is inside a command's line; answers where the line ends, or the end of `bytes`. */
  const swallow = (bytes: Buffer, from: number): number => {
    const end = lineEnd(bytes, from);
    if (state === 'in value') value.push(Buffer.from(bytes.subarray(from, end)));
    if (end === bytes.length) return end;
    isLineBlank = true;
    if (state === 'in rest') {
      state = 'open';
      return end;
    }
    finish();
    endsWithCr = bytes[end] === CR;
    return end + 1;
  };
  return {
    push(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      held = NOTHING;
      const shown: Buffer[] = [];
      let at = 0;
      while (at < bytes.length) {
        if (state !== 'open') {
          at = swallow(bytes, at);
          continue;
        }
        if (endsWithCr && bytes[at] === LF) at += 1;
        endsWithCr = false;
        const found = bytes.indexOf(COMMAND, at);
        const end = found === -1 ? bytes.length - unfinishedSize(bytes, at) : found;
        shown.push(bytes.subarray(at, end));
        isLineBlank = isBlank(bytes, at, end, isLineBlank);
        if (found === -1) {
          // A copy: the producer may use its chunk again.
          held = Buffer.from(bytes.subarray(end));
          break;
        }
        state = isLineBlank ? 'in value' : 'in rest';
        if (state === 'in rest') shown.push(COMMAND, MASK);
        at = found + COMMAND.length;
      }
      const [only = NOTHING, ...more] = shown;
      return more.length === 0 ? only : Buffer.concat(shown);
    },
    flush() {
      if (state === 'in value') finish();
      state = 'open';
      const rest = held;
      held = NOTHING;
      return rest;
    },
  };
}

/** As GitHub's runner reads the value of a command: one escape for each character that would end it, and for the escape itself. */
export function unescapeValue(text: string): string {
  const meant: Readonly<Record<string, string>> = { '%25': '%', '%0D': '\r', '%0A': '\n' };
  return text.replaceAll(/%(?:25|0D|0A)/gi, (code) => meant[code.toUpperCase()] ?? code);
}

function lineEnd(bytes: Buffer, from: number): number {
  const ends = [bytes.indexOf(LF, from), bytes.indexOf(CR, from)].filter((end) => end !== -1);
  return Math.min(bytes.length, ...ends);
}

/** How many bytes at the end may be the beginning of the command. */
function unfinishedSize(bytes: Buffer, from: number): number {
  for (let size = Math.min(COMMAND.length - 1, bytes.length - from); size > 0; size -= 1) {
    const start = bytes.length - size;
    if (bytes[start] === COLON && bytes.compare(COMMAND, 0, size, start) === 0) return size;
  }
  return 0;
}

/** True when the line that `end` is in has only blanks before it; `before` says so of what came before `from`. */
function isBlank(bytes: Buffer, from: number, end: number, before: boolean): boolean {
  for (let at = end - 1; at >= from; at -= 1) {
    const byte = bytes[at];
    if (byte === LF || byte === CR) return true;
    if (byte !== BLANK && byte !== TAB) return false;
  }
  return before;
}
