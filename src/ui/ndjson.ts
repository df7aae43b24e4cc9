import { isUtf8 } from 'node:buffer';
import type { OutputStream, RunEvent, RunEvents } from '../events.ts';
import { askPerson } from './ask.ts';
import { describeError, describeProblem } from './error-document.ts';
import { createHumanRenderer } from './human/human.ts';
import { isImageEvent } from './human/progress.ts';
import type { Renderer, RendererOptions } from './renderer.ts';
import type { Streams } from './streams.ts';

type Record = Readonly<{ type: string } & { [key: string]: unknown }>;

/**
 * Puts one JSON record a line on stdout: first `version`, then every event under its own name, at the end `result` or `problem`.
 * Output is in `text`, or in `base64` where it is not UTF-8. Names and fields only ever grow.
 */
export function createStreamRenderer(streams: Streams, options: RendererOptions): Renderer {
  const human = createHumanRenderer(streams, { ...options, isQuiet: () => true });
  const rest = new Map<OutputStream, Buffer>();
  let isOpen = false;

  const write = (...records: readonly Record[]): Promise<void> | undefined => {
    const first = isOpen ? [] : [{ type: 'version', schema: 1, polycrate: options.version }];
    isOpen = true;
    const time = new Date().toISOString();
    const lines = [...first, ...records.map(({ type, ...fields }) => ({ type, time, ...fields }))];
    return streams.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
  const takeRest = (): Record[] => {
    const records = [...rest].flatMap(([stream, chunk]) => (chunk.length === 0 ? [] : [describeOutput(stream, chunk)]));
    rest.clear();
    return records;
  };
  /** A character split over two chunks is kept for the second, so that text stays text. */
  const writeOutput = ({ stream, chunk }: RunEvents['output.written']): Promise<void> | undefined => {
    const before = rest.get(stream);
    const bytes = before === undefined || before.length === 0 ? chunk : Buffer.concat([before, chunk]);
    const end = findWholeEnd(bytes);
    rest.set(stream, Buffer.from(bytes.subarray(end)));
    return end === 0 ? undefined : write(describeOutput(stream, bytes.subarray(0, end)));
  };
  const event = (happened: RunEvent): Promise<void> | undefined => {
    const { name: type, ...fields } = happened;
    if (isImageEvent(happened)) return write({ type, ...fields });
    switch (happened.name) {
      case 'output.written':
        return writeOutput(happened);
      case 'run.warned':
        return write({ type, problem: describeProblem(happened.problem) });
      case 'run.finished':
        return write(...takeRest(), { type, ...fields });
      case 'run.planned':
      case 'workspace.defaulted':
      case 'lock.awaited':
      case 'lock.taken':
      case 'engine.found':
      case 'toolchain.unlocked':
      case 'copy.progressed':
      case 'copy.finished':
      case 'bundle.progressed':
      case 'container.started':
      case 'signal.forwarded':
      case 'attempt.failed':
      case 'workflow.started':
      case 'workflow.stepStarted':
      case 'workflow.finished':
        return write({ type, ...fields });
      default:
        return happened satisfies never;
    }
  };

  return {
    event,
    async result(view) {
      if (view.kind === 'told') return;
      const { records = [], summary = view.data } = view.kind === 'text' ? view : {};
      await write(...records, { type: 'result', data: summary });
    },
    async problem(problem) {
      await human.problem(problem);
      await write(...takeRest(), { type: 'problem', error: describeError(problem) });
    },
    ask: (question, signal) => askPerson(question, streams, signal),
    async close() {
      const records = takeRest();
      if (records.length > 0) await write(...records);
      await human.close();
    },
  };
}

function describeOutput(stream: OutputStream, chunk: Buffer): Record {
  const content = isUtf8(chunk) ? { text: chunk.toString() } : { base64: chunk.toString('base64') };
  return { type: 'output.written', stream, ...content };
}

/** Where the last whole UTF-8 character ends: at most three bytes before the end. */
function findWholeEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return back < length ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
