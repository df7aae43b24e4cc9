import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { combineProblems, Problem } from '../../../src/errors.ts';
import { table, text, told } from '../../../src/ui/index.ts';
import { createTestRenderer, output, planned, TRANSACTION } from '../../support/rendering.ts';

const rows = [{ name: 'shop', version: undefined, created: new Date(0), long: 'x'.repeat(200) }];
const list = table({ rows, columns: [{ title: 'name', value: ({ name }) => name }], empty: 'Nothing.' });
const problem = combineProblems([
  new Problem('KEY_MISSING', 'no name', { hint: 'add one', places: [{ file: 'f', line: 1, column: 2 }] }),
  new Problem('NAME_INVALID', 'bad name'),
]);
const outcome = { transaction: TRANSACTION, state: 'failed', exitCode: 3, durationMs: 5 } as const;

describe('-o json and -o yaml', () => {
  test('put the data of an answer on stdout, the same in both', async () => {
    const json = createTestRenderer({ format: 'json' });
    const yaml = createTestRenderer({ format: 'yaml' });
    await json.renderer.result(list);
    await yaml.renderer.result(list);
    const expected = [{ name: 'shop', created: '1970-01-01T00:00:00.000Z', long: 'x'.repeat(200) }];
    expect(JSON.parse(json.streams.text.stdout())).toEqual(expected);
    expect(parse(yaml.streams.text.stdout())).toEqual(expected);
    expect(yaml.streams.text.stdout()).toMatch(/^- name: shop\n/);
    expect(json.streams.text.stderr()).toBe('');
  });

  test("send the action's output and the story of a run to stderr, the outcome to stdout", async () => {
    const { renderer, streams } = createTestRenderer({ format: 'json' });
    await renderer.event(planned);
    await renderer.event(output('out\n'));
    await renderer.event(output('err', 'stderr'));
    await renderer.event({ name: 'run.finished', ...outcome });
    await renderer.result(told(outcome));
    await renderer.close();
    expect(JSON.parse(streams.text.stdout())).toEqual(outcome);
    expect(streams.text.stderr()).toBe(
      '▶ configure-servers install · ghcr.io/polycrate/toolchain:0.1.0 · 6d1f8e10\nout\nerr\n✖ failed · exit 3 · 5 ms · polycrate logs show 6d1f8e10\n',
    );
  });

  test('tell a problem to people on stderr and to programs on stdout', async () => {
    const { renderer, streams } = createTestRenderer({ format: 'json' });
    await renderer.problem(problem);
    expect(streams.text.stderr()).toContain('error[KEY_MISSING] no name');
    expect(JSON.parse(streams.text.stdout())).toEqual({
      error: {
        code: 'KEY_MISSING',
        exitCode: 65,
        title: 'A required key is missing',
        message: 'no name',
        hint: 'add one',
        places: [{ file: 'f', line: 1, column: 2 }],
        others: [
          { code: 'NAME_INVALID', exitCode: 65, title: 'A name breaks the name rule', message: 'bad name', places: [] },
        ],
      },
    });
  });

  test('never put two documents on stdout', async () => {
    const { renderer, streams } = createTestRenderer({ format: 'json' });
    await renderer.result(told({ done: true }));
    await renderer.problem(problem);
    expect(JSON.parse(streams.text.stdout())).toEqual({ done: true });
    expect(streams.text.stderr()).toContain('error[KEY_MISSING]');
  });
});

describe('-o ndjson', () => {
  const records = (stdout: string): Record<string, unknown>[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { time, ...record } = JSON.parse(line) as Record<string, unknown>;
        expect(typeof time).toBe(record['type'] === 'version' ? 'undefined' : 'string');
        return record;
      });

  test('begins with its version, has one record for every event, and says nothing on stderr', async () => {
    const { renderer, streams } = createTestRenderer({ format: 'ndjson' });
    await renderer.event(planned);
    await renderer.event({ name: 'image.pullStarted', reference: 'i' });
    await renderer.event({ name: 'run.warned', problem: new Problem('KEY_UNKNOWN', 'what') });
    await renderer.event(output('out\n'));
    await renderer.event({ name: 'run.finished', ...outcome });
    await renderer.result(told(outcome));
    await renderer.close();
    const { name: type, ...fields } = planned;
    expect(records(streams.text.stdout())).toEqual([
      { type: 'version', schema: 1, polycrate: '1.2.3' },
      { type, ...fields },
      { type: 'image.pullStarted', reference: 'i' },
      {
        type: 'run.warned',
        problem: { code: 'KEY_UNKNOWN', exitCode: 65, title: 'A key is not known', message: 'what', places: [] },
      },
      { type: 'output.written', stream: 'stdout', text: 'out\n' },
      { type: 'run.finished', ...outcome },
    ]);
    expect(streams.text.stderr()).toBe('');
  });

  test('keeps characters whole that chunks cut, and writes base64 only for what is no UTF-8', async () => {
    const { renderer, streams } = createTestRenderer({ format: 'ndjson' });
    const bytes = Buffer.from('é数🎉');
    for (const byte of bytes)
      await renderer.event({ name: 'output.written', stream: 'stdout', chunk: Buffer.from([byte]) });
    await renderer.event({ name: 'output.written', stream: 'stderr', chunk: Buffer.from([0xff, 0x41]) });
    await renderer.event({ name: 'output.written', stream: 'stderr', chunk: Buffer.from([0x42, 0xf0, 0x9f]) });
    await renderer.event({ name: 'run.finished', ...outcome });
    const written = records(streams.text.stdout()).filter(({ type }) => type === 'output.written');
    expect(written.map(({ text, base64 }) => text ?? base64)).toEqual(['é', '数', '🎉', '/0E=', 'B', '8J8=']);
  });

  test('ends with the answer of a command, or with its problem', async () => {
    const answer = createTestRenderer({ format: 'ndjson' });
    await answer.renderer.result(text('hello', { greeting: 'hello' }));
    expect(records(answer.streams.text.stdout())[1]).toEqual({ type: 'result', data: { greeting: 'hello' } });

    const failure = createTestRenderer({ format: 'ndjson' });
    await failure.renderer.event({ name: 'output.written', stream: 'stdout', chunk: Buffer.from([0xc3]) });
    await failure.renderer.problem(new TypeError('oops'));
    const [, rest, last] = records(failure.streams.text.stdout());
    expect(rest).toEqual({ type: 'output.written', stream: 'stdout', base64: 'ww==' });
    expect(last).toMatchObject({ type: 'problem', error: { code: 'INTERNAL', exitCode: 70, message: 'oops' } });
    expect(failure.streams.text.stderr()).toContain('error[INTERNAL] oops');
  });
});

describe('a text', () => {
  test('that arrives piece by piece is shown untouched', async () => {
    const { renderer, streams } = createTestRenderer();
    const pieces = async function* (): AsyncGenerator<string | Buffer> {
      yield await Promise.resolve('\u001b[31m');
      yield Buffer.from('raw');
    };
    await renderer.result(text(pieces(), {}));
    expect(streams.text.stdout()).toBe('\u001b[31mraw');
  });
});
