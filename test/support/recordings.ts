import type { Recording, Section } from '../../src/record/export/index.ts';
import type { JournalLine, RecordFile } from '../../src/record/index.ts';

/** A record of a failed run, with `facts` instead. */
export function recordOf(facts: Partial<RecordFile> = {}): RecordFile {
  return {
    schema: 1,
    transaction: '01a20a29-939a-7976-8509-d64b5621339c',
    command: 'polycrate run shop deploy',
    workspace: 'acme',
    block: 'shop',
    action: 'deploy',
    user: 'ada',
    host: 'workstation',
    pid: 4711,
    cli: '0.1.0',
    image: 'ghcr.io/polycrate/toolchain:0.1.0',
    started: '2026-11-23T15:19:54.000Z',
    duration_ms: 2345,
    state: 'failed',
    exit_code: 2,
    ...facts,
  };
}

/** Journal lines: text of stdout, or as they are. */
export function outputOf(...lines: readonly (string | JournalLine)[]): AsyncIterable<JournalLine> {
  const journal = lines.map((line, at): JournalLine =>
    typeof line === 'string' ? { t: at, s: 'stdout', d: line } : line,
  );
  return {
    async *[Symbol.asyncIterator]() {
      await Promise.resolve();
      yield* journal;
    },
  };
}

/** The recording of one action, or of a workflow of `sections`. */
export function recordingOf(output: AsyncIterable<JournalLine>, facts: Partial<RecordFile> = {}): Recording {
  const record = recordOf(facts);
  return { record, path: '/ws/.logs/record.yml', sections: [sectionOf(output, record)] };
}

/** What an action with this record printed. */
export function sectionOf(output: AsyncIterable<JournalLine>, record: RecordFile): Section {
  const { step, block = '', action = '', state, exit_code: exitCode = 0, duration_ms: durationMs = 0 } = record;
  const named = step === undefined ? {} : { step };
  return { ...named, block, action, state, exitCode, durationMs, startMs: 0, record, output };
}

/** Everything an export yields. */
export async function collect(pieces: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  for await (const piece of pieces) parts.push(piece);
  return parts.join('');
}

/** What exports need from outside. */
export const EXPORT_TOOLS = {
  epochMs: (instant: string): number => Date.parse(instant),
  page: { stylesheet: 'body { color: red }', script: 'void 0;' },
};

/** A workflow whose steps ended in five ways. */
export const WORKFLOW: Recording = (() => {
  const { block: _block, action: _action, ...record } = recordOf({ workflow: 'release', duration_ms: 5000 });
  const step = (name: string, state: 'succeeded' | 'failed' | 'timed-out' | 'interrupted', startMs: number) => ({
    ...sectionOf(outputOf(`${name}\n`), recordOf({ step: name, workflow: 'release', state })),
    startMs,
  });
  const never = { step: 'announce', block: 'chat', action: 'say', state: 'skipped' as const };
  const sections = [
    step('build', 'succeeded', 10),
    { ...step('lint', 'failed', 700), state: 'failure allowed' as const },
    step('migrate', 'timed-out', 1000),
    step('roll-back', 'interrupted', 2000),
    { ...never, startMs: 5000, output: outputOf() },
  ];
  return { record, path: '/ws/.logs/record.yml', sections };
})();
