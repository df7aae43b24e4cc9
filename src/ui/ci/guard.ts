import type { OutputStream } from '../../events.ts';

/** Keeps the output of an action from being taken for commands by the system that reads the log. */
export interface Guard {
  /** The chunk; before the first line of a stream that could be a command stands one that stops commands. */
  pass(stream: OutputStream, chunk: Buffer): Buffer;
  /** What lets commands through again, and where; undefined where nothing has stopped them. */
  release(): { readonly stream: OutputStream; readonly chunk: Buffer } | undefined;
}

// `::name …::` at the start of a line, and the older `##[name]` anywhere in it, as the runner's ActionCommand.cs reads them.
const COMMAND = /^[ \t]*::|##\[/m;
/** The end of a chunk that may go on as a command in the next one. */
const BEGUN = /(?:^|\n)[ \t]*:?$|##?$/;

/** Makes a guard for GitHub Actions; `token` is a word that no output contains. */
export function createGuard(token: string): Guard {
  const stopped = new Set<OutputStream>();
  const isWithinLine = new Map<OutputStream, boolean>();
  return {
    pass(stream, chunk) {
      if (chunk.length === 0) return chunk;
      const wasWithin = isWithinLine.get(stream) ?? false;
      isWithinLine.set(stream, chunk[chunk.length - 1] !== 0x0a);
      if (stopped.has(stream)) return chunk;
      const at = findCommand(chunk);
      if (at === undefined) return chunk;
      stopped.add(stream);
      const stop = Buffer.from(`::stop-commands::${token}\n`);
      // The rest of a line that has begun cannot become a command any more, unless it was about to.
      const lineEnd = at === 0 && wasWithin ? [Buffer.from('\n')] : [];
      return Buffer.concat([chunk.subarray(0, at), ...lineEnd, stop, chunk.subarray(at)]);
    },
    release() {
      const [stream] = stopped;
      if (stream === undefined) return undefined;
      stopped.clear();
      const lineEnd = isWithinLine.get(stream) === true ? '\n' : '';
      isWithinLine.clear();
      return { stream, chunk: Buffer.from(`${lineEnd}::${token}::\n`) };
    },
  };
}

/** Where the line begins that is, or may become, a command. */
function findCommand(chunk: Buffer): number | undefined {
  const last = chunk.subarray(-64).toString('latin1');
  if (!chunk.includes('::') && !chunk.includes('##[') && !BEGUN.test(last)) return undefined;
  const text = chunk.toString('latin1');
  const at = COMMAND.exec(text)?.index ?? (/:$|##?$/.test(text) && BEGUN.test(text) ? text.length - 1 : undefined);
  return at === undefined ? undefined : text.lastIndexOf('\n', at - 1) + 1;
}
