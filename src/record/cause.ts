import type { RunEvent } from '../events.ts';

/** How much of the end of the output is looked at, and how long a cause may be. */
const TAIL_BYTES = 64 * 1024;
const LONGEST = 300;
/** How many of the last lines of stderr make a cause. */
const LINES = 2;

/** Remembers the end of what an action prints, and says in one line why it failed. */
export interface OutputTail {
  see(event: RunEvent): void;
  /** Undefined where the output says nothing. */
  cause(): string | undefined;
}

export function createTail(): OutputTail {
  const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const sizes = { stdout: 0, stderr: 0 };
  return {
    see(event) {
      // What an earlier attempt said is not why the last one failed.
      if (event.name === 'attempt.failed')
        for (const stream of ['stdout', 'stderr'] as const) [kept[stream], sizes[stream]] = [[], 0];
      if (event.name !== 'output.written') return;
      const { stream, chunk } = event;
      const chunks = kept[stream];
      chunks.push(chunk);
      sizes[stream] += chunk.length;
      while (sizes[stream] - (chunks[0]?.length ?? 0) >= TAIL_BYTES) sizes[stream] -= chunks.shift()?.length ?? 0;
    },
    cause: () => findCause(textOf(kept.stdout), textOf(kept.stderr)),
  };
}

function textOf(chunks: readonly Buffer[]): string {
  const text = Buffer.concat(chunks).subarray(-TAIL_BYTES).toString('utf8');
  // Colours and cursor movements (ECMA-48) say nothing here.
  return text.replaceAll(ESCAPES, '');
}

const ESCAPES = new RegExp(String.raw`${String.fromCharCode(27)}\[[0-9;?]*[ -/]*[@-~]`, 'g');

/**
 * The reason in the words of the tool: Ansible's first `fatal:` line, Terraform's `Error:`, else the last lines of stderr.
 */
export function findCause(stdout: string, stderr: string): string | undefined {
  return shorten(ansible(stdout) ?? terraform(stderr) ?? terraform(stdout) ?? lastLines(stderr));
}

/** `fatal: [host]: FAILED! => {"msg": "…"}`, as ansible-core's default callback prints it. */
function ansible(output: string): string | undefined {
  const [, host = '', status = '', rest = ''] =
    /^fatal: \[([^\]\n]+)\]: ([A-Z]+)! => (.*(?:\n {4}.*)*)/m.exec(output) ?? [];
  if (host === '') return undefined;
  const task = lastMatch(output.slice(0, output.indexOf(`fatal: [${host}]`)), /^TASK \[(.+?)\] \**$/gm);
  const [, message] = /"msg": "((?:[^"\\]|\\.)*)"/.exec(rest) ?? [];
  const where = task === undefined ? host : `${host}, ${task}`;
  return `${status.toLowerCase()} on ${where}: ${unquote(message) ?? rest}`;
}

/** A diagnostic of Terraform: `Error: …` in a box or at the beginning of a line, with what stands below it. */
function terraform(output: string): string | undefined {
  const plain = output.replaceAll(/^[│╷╵] ?/gm, '');
  const [, summary = '', detail = ''] = /^Error: (.+)\n?((?:.*\n?)*)/m.exec(plain) ?? [];
  if (summary === '') return undefined;
  const place = /^ {2}(?:on|with) (.+?)[,:]?$/m.exec(detail)?.[1];
  return place === undefined ? summary : `${summary} (${place})`;
}

function lastLines(text: string): string | undefined {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return lines.length === 0 ? undefined : lines.slice(-LINES).join('\n');
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

function unquote(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function shorten(text: string | undefined): string | undefined {
  const line = text?.replaceAll(/\s*\n\s*/g, ' / ').trim();
  if (line === undefined || line === '') return undefined;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
