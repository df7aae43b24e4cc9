import type { OutputStream } from '../../events.ts';

/** Keeps the output of an action from being taken for commands by the system that reads the log. */
export interface Guard {
  /** The chunk; before the first line of a stream that is a command stands one that stops commands. */
  pass(stream: OutputStream, chunk: Buffer): Buffer;
  /** What lets commands through again, and where; undefined where nothing has stopped them. */
  release(): { readonly stream: OutputStream; readonly chunk: Buffer } | undefined;
}

// `::name …::` at the start of a line, behind any number of what .NET trims there, and the older `##[name]` anywhere in it, as the
// runner's ActionCommand.cs reads them. Bytes of UTF-8; a mark of their order at the start of a stream is no character to it, and those of UTF-16 and
// UTF-32, which are never UTF-8, would have it read all that follows in those.
const BLANK = String.raw`(?:[ \t\f\v]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf)`;
const COMMAND = new RegExp(String.raw`^${BLANK}*::|##\[|\xff\xfe|\xfe\xff`, 'm');
const SIGNS = ['::', '##[', '\xff\xfe', '\xfe\xff'];
const BLANKS = new RegExp(`^${BLANK}*`);
/** What may become one of them: a blank cut within, or the first colon. */
const BEGUN = /^(?::|\xc2|\xe1\x9a?|\xe2[\x80\x81]?|\xe3\x80?|\xef\xbb?)?$/;

/** What counts of a line that has not ended. */
interface Unfinished {
  readonly isEmpty: boolean;
  /** Its end without the blanks before it while a command can still begin it; otherwise an x and its last two bytes. */
  readonly end: string;
}

const NO_LINE: Unfinished = { isEmpty: true, end: '' };

/** Makes a guard for GitHub Actions; `token` is a word that no output contains. */
export function createGuard(token: string): Guard {
  const stopped = new Set<OutputStream>();
  const unfinished = new Map<OutputStream, Unfinished>();
  return {
    pass(stream, chunk) {
      if (chunk.length === 0) return chunk;
      const line = unfinished.get(stream) ?? NO_LINE;
      unfinished.set(stream, endOfLine(line, chunk));
      if (stopped.has(stream) || !mayCommand(line, chunk)) return chunk;
      const text = line.end + chunk.toString('latin1');
      const found = COMMAND.exec(text)?.index;
      if (found === undefined) return chunk;
      stopped.add(stream);
      const at = Math.max(0, text.lastIndexOf('\n', found - 1) + 1 - line.end.length);
      // In the middle of a line the line ends here: what follows is then no command, or a stopped one.
      const lineEnd = at === 0 && !line.isEmpty ? '\n' : '';
      const stop = Buffer.from(`${lineEnd}::stop-commands::${token}\n`);
      return Buffer.concat([chunk.subarray(0, at), stop, chunk.subarray(at)]);
    },
    release() {
      const [stream] = stopped;
      if (stream === undefined) return undefined;
      const lineEnd = (unfinished.get(stream) ?? NO_LINE).isEmpty ? '' : '\n';
      stopped.clear();
      unfinished.clear();
      return { stream, chunk: Buffer.from(`${lineEnd}::${token}::\n`) };
    },
  };
}

/** Rules most chunks out without looking at them as text. */
function mayCommand({ end }: Unfinished, chunk: Buffer): boolean {
  return SIGNS.some((sign) => chunk.includes(sign, 0, 'latin1')) || /[:#\xfe\xff]$/.test(end);
}

function endOfLine(line: Unfinished, chunk: Buffer): Unfinished {
  const newline = chunk.lastIndexOf('\n');
  if (newline === chunk.length - 1) return NO_LINE;
  // .NET ends lines at a carriage return too.
  const start = Math.max(newline, chunk.lastIndexOf('\r')) + 1;
  const text = (start === 0 ? line.end : '') + chunk.toString('latin1', start);
  const rest = text.replace(BLANKS, '');
  return { isEmpty: false, end: BEGUN.test(rest) ? rest : `x${text.slice(-2)}` };
}
