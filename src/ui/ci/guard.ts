import type { OutputStream } from '../../events.ts';

/** Keeps the output of an action from being taken for commands by the system that reads the log. */
export interface Guard {
  /** The chunk; before the first line of a stream that is a command stands one that stops commands. */
  pass(stream: OutputStream, chunk: Buffer): Buffer;
  /** What lets commands through again, and where; undefined where nothing has stopped them. */
  release(): { readonly stream: OutputStream; readonly chunk: Buffer } | undefined;
}

// `::name …::` at the start of a line, behind whatever Unicode calls a blank (here as the bytes of UTF-8), and the older `##[name]`
// anywhere in it, as the runner's ActionCommand.cs reads them.
const COMMAND =
  /^(?:[ \t\f\v]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)*::|##\[/m;
/** A line that is longer and still blank is no case worth more memory. */
const LONGEST_BLANK = 64;

/** Makes a guard for GitHub Actions; `token` is a word that no output contains. */
export function createGuard(token: string): Guard {
  const stopped = new Set<OutputStream>();
  /** The unfinished line of each stream: its end, behind an x where it is longer. */
  const unfinished = new Map<OutputStream, string>();
  return {
    pass(stream, chunk) {
      if (chunk.length === 0) return chunk;
      const line = unfinished.get(stream) ?? '';
      unfinished.set(stream, endOfLine(line, chunk));
      if (stopped.has(stream) || !mayCommand(line, chunk)) return chunk;
      const text = line + chunk.toString('latin1');
      const found = COMMAND.exec(text)?.index;
      if (found === undefined) return chunk;
      stopped.add(stream);
      const at = Math.max(0, text.lastIndexOf('\n', found - 1) + 1 - line.length);
      // In the middle of a line the line ends here: what follows is then no command, or a stopped one.
      const lineEnd = at === 0 && line !== '' ? '\n' : '';
      const stop = Buffer.from(`${lineEnd}::stop-commands::${token}\n`);
      return Buffer.concat([chunk.subarray(0, at), stop, chunk.subarray(at)]);
    },
    release() {
      const [stream] = stopped;
      if (stream === undefined) return undefined;
      const lineEnd = (unfinished.get(stream) ?? '') === '' ? '' : '\n';
      stopped.clear();
      unfinished.clear();
      return { stream, chunk: Buffer.from(`${lineEnd}::${token}::\n`) };
    },
  };
}

/** Rules most chunks out without looking at them as text. */
function mayCommand(line: string, chunk: Buffer): boolean {
  return chunk.includes('::') || chunk.includes('##[') || /[:#]$/.test(line);
}

function endOfLine(line: string, chunk: Buffer): string {
  const end = chunk.subarray(-LONGEST_BLANK).toString('latin1');
  const newline = end.lastIndexOf('\n');
  if (newline >= 0) return end.slice(newline + 1);
  if (chunk.length > LONGEST_BLANK && chunk.includes('\n')) return `x${end}`;
  const whole = line + end;
  return whole.length > LONGEST_BLANK || chunk.length > LONGEST_BLANK ? `x${whole.slice(-LONGEST_BLANK)}` : whole;
}
