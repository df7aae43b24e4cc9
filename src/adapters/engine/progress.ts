import { Problem } from '../../errors.ts';

interface ProgressMessage {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

const MEGABYTE = 1_000_000;

/** A reader of the engine's progress stream (one JSON object a line, cut anywhere): every message becomes one line for `onLine`. Throws ENGINE_FAILED with what the engine reports as an error, which it does inside an answer of status 200. */
export function createProgressReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  // Decodes across chunks, so that a character cut in two stays one.
  const decoder = new TextDecoder();
  let rest = '';
  let last = '';
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const message = JSON.parse(line) as ProgressMessage;
      const failure = message.errorDetail?.message ?? message.error;
      if (failure !== undefined) throw new Problem('ENGINE_FAILED', failure);
      const text = describe(message);
      if (text !== '' && text !== last) onLine(text);
      last = text;
    }
  };
}

function describe({ id, status = '', progressDetail }: ProgressMessage): string {
  const { current, total } = progressDetail ?? {};
  const amount =
    current === undefined || total === undefined ? '' : ` ${formatMegabytes(current)} of ${formatMegabytes(total)} MB`;
  return `${id === undefined ? '' : `${id}: `}${status}${amount}`;
}

function formatMegabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
