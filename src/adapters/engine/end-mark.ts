/** Finds the supervisor's own words in a stream; see supervisor.ts for their form. */
export interface EndMarkFilter {
  /** The part of what came so far that is output for sure; may be empty. */
  push(chunk: Buffer): Buffer;
  /** What was held back, once nothing more can come. */
  flush(): Buffer;
  /** The action's status, once the mark has passed. After that only words are heard, all else is dropped. */
  readonly status: number | undefined;
  /** What the supervisor had to say beside it: `oom`. */
  readonly note: string | undefined;
}

const NOTHING = Buffer.alloc(0);
const [NINE, LF] = [0x39, 0x0a];

/**
 * Takes a stream in pieces cut anywhere and lets everything through at once, except for a tail that may be the beginning of a mark.
 * `onWord` gets what the supervisor says before the end.
 */
export function createEndMarkFilter(token: string, onWord: (word: Buffer) => void = () => undefined): EndMarkFilter {
  const mark = Buffer.from(`\0${token} `);
  let held: Buffer = NOTHING;
  let status: number | undefined;
  let note: string | undefined;

  /** Takes the marked line at `start`; answers where it ends, or -1 while its end has not come. */
  const take = (text: Buffer, start: number): number => {
    const end = text.indexOf(LF, start + mark.length);
    if (end === -1) return -1;
    const word = text.subarray(start + mark.length, end);
    // A status is a number; every other word begins with a sign.
    if (status === undefined && (word[0] ?? 0) <= NINE && (word[0] ?? 0) >= 0x30) {
      const [number, more] = word.toString('latin1').split(' ');
      status = Number(number);
      note = more;
    } else onWord(word);
    return end + 1;
  };
  return {
    get status() {
      return status;
    },
    get note() {
      return note;
    },
    flush() {
      const rest = held;
      held = NOTHING;
      return rest;
    },
    push(chunk) {
      let text = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      held = NOTHING;
      const output: Buffer[] = [];
      for (;;) {
        const start = findMark(text, mark);
        if (status === undefined) output.push(start === -1 ? text : text.subarray(0, start));
        if (start === -1) break;
        const end = start + mark.length > text.length ? -1 : take(text, start);
        if (end === -1) held = Buffer.from(text.subarray(start));
        if (end === -1) break;
        text = text.subarray(end);
      }
      const [only = NOTHING, ...more] = output;
      return more.length === 0 ? only : Buffer.concat(output);
    },
  };
}

// Where the mark, or a tail that may become it, begins.
function findMark(text: Buffer, mark: Buffer): number {
  const whole = text.indexOf(mark);
  if (whole !== -1) return whole;
  let tail = text.indexOf(0, Math.max(0, text.length - mark.length + 1));
  while (tail !== -1) {
    if (text.subarray(tail).equals(mark.subarray(0, text.length - tail))) return tail;
    tail = text.indexOf(0, tail + 1);
  }
  return -1;
}
