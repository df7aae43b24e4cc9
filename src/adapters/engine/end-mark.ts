/** Finds the supervisor's last words in a stream; see supervisor.ts for their form. */
export interface EndMarkFilter {
  /** The part of what came so far that is output for sure; may be empty. */
  push(chunk: Buffer): Buffer;
  /** What was held back, once nothing more can come. */
  flush(): Buffer;
  /** The action's status, once the mark has passed. Everything after the mark is dropped. */
  readonly status: number | undefined;
}

const NOTHING = Buffer.alloc(0);

/** Takes a stream in pieces cut anywhere and lets everything through at once, except for a tail that may be the beginning of the end mark. */
export function createEndMarkFilter(token: string): EndMarkFilter {
  const mark = Buffer.from(`\0${token} `);
  let held: Buffer = NOTHING;
  let status: number | undefined;

  return {
    get status() {
      return status;
    },
    flush() {
      const rest = held;
      held = NOTHING;
      return rest;
    },
    push(chunk) {
      if (status !== undefined) return NOTHING;
      const text = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const start = findMark(text, mark);
      if (start === -1) {
        held = NOTHING;
        return text;
      }
      const rest = text.subarray(start);
      const line = rest.indexOf('\n', mark.length);
      if (line !== -1) {
        status = Number(rest.toString('latin1', mark.length, line));
        held = NOTHING;
      } else {
        held = Buffer.from(rest);
      }
      return text.subarray(0, start);
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
