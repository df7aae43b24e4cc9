import type { Recording, Section } from './recording.ts';

/**
 * One JSON document `{schema: 1, record, output}`, of a workflow `{schema: 1, record, steps: [{step, block, action, state, start_ms, record, output}]}`;
 * `record` as in its file, `output` the lines of its journal, one in a line.
 */
export async function* exportJson({ record, sections }: Recording): AsyncGenerator<string> {
  const [first] = sections;
  yield `{"schema":1,"record":${JSON.stringify(record)},`;
  if (record.block !== undefined && first !== undefined) yield* outputOf(first);
  else {
    yield '"steps":[';
    for (const [index, section] of sections.entries()) {
      const { output: _output, startMs, exitCode: _exit, durationMs: _took, turns: _turns, ...rest } = section;
      yield `${index === 0 ? '' : ','}\n${JSON.stringify({ ...rest, start_ms: startMs }).slice(0, -1)},`;
      yield* outputOf(section);
      yield '}';
    }
    yield '\n]';
  }
  yield '}\n';
}

async function* outputOf({ output }: Section): AsyncGenerator<string> {
  yield '"output":[';
  let separator = '\n';
  for await (const line of output) {
    yield `${separator}${JSON.stringify(line)}`;
    separator = ',\n';
  }
  yield ']';
}
