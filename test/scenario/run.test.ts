import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { scenario, steady } from '../support/command-line.ts';

const HELLO = {
  'workspace.poly': 'name: acme\n',
  'blocks/hello/block.poly': [
    'name: hello',
    'config: {greeting: Hi}',
    'actions:',
    '  - name: greet',
    '    script:',
    '      - NAME=world',
    '      - echo "$BLOCK_CONFIG_GREETING $NAME"',
    '      - echo careful >&2',
    '      - echo made > "$ARTIFACTS/made.txt"',
    '  - name: fail',
    '    script: [echo before, exit 7, echo after]',
    '  - name: arguments',
    '    script: printf "[%s]" "$@"',
    '',
  ].join('\n'),
};

describe('polycrate run', () => {
  test.each(['json', 'yaml'])(
    'answers in %s with how it ended and why, what it changed, and where what failed is written',
    async (format) => {
      await using ws = await scenario({
        'workspace.poly':
          'name: acme\nblocks: [{ name: app, actions: [{ name: go, script: "touch $ARTIFACTS/made; echo no space >&2; exit 3" }] }]\n',
      });
      const { status, stdout, stderr } = await ws.polycrate('run', 'app', 'go', '-o', format);
      expect({ status, answer: parse(stdout) as unknown }).toEqual({
        status: 3,
        answer: {
          transaction: expect.any(String),
          state: 'failed',
          exitCode: 3,
          durationMs: expect.any(Number),
          cause: 'no space',
          block: 'app',
          action: 'go',
          record: expect.stringContaining(`${ws.directory}/.logs/`),
          artifacts: expect.objectContaining({ deleted: [] }),
          place: { file: `${ws.directory}/workspace.poly`, line: 2, column: expect.any(Number) },
        },
      });
      expect(stdout).toContain('made');
      expect(stderr).toMatch(/^no space\n✖ failed.*\n {2}workspace.poly:2:\d+\n {2}artifacts/m);
      const [record] = await ws.records();
      expect(record).toMatchObject({ cause: 'no space', place: { file: 'workspace.poly', line: 2 } });
      expect(record?.duration_ms).toBe((parse(stdout) as { durationMs: number }).durationMs);
    },
  );

  test('keeps stdout for the action and says the rest on stderr', async () => {
    await using ws = await scenario(HELLO);
    const { status, stdout, stderr } = await ws.polycrate('run', 'hello', 'greet');
    expect(status).toBe(0);
    expect(stdout).toBe('Hi world\n');
    expect(steady(stderr, ws)).toBe(
      [
        '▶ hello greet · ghcr.io/polycrate/toolchain:0.1.0 · <id>',
        'careful',
        '✔ succeeded · exit 0 · <time> · polycrate logs show <id>',
        '  artifacts created: made.txt',
        '',
      ].join('\n'),
    );
  });

  test('ends with the status of the first command that fails', async () => {
    await using ws = await scenario(HELLO);
    const { status, stdout } = await ws.polycrate('run', 'hello', 'fail');
    expect(status).toBe(7);
    expect(stdout).toBe('before\n');
    expect(await ws.records()).toMatchObject([{ state: 'failed', exit_code: 7, block: 'hello', action: 'fail' }]);
  });

  test('passes what follows -- on to the action', async () => {
    await using ws = await scenario(HELLO);
    const { stdout } = await ws.polycrate('run', 'hello', 'arguments', '--', 'a b', '--check', '-e');
    expect(stdout).toBe('[a b][--check][-e]');
  });

  test('records what ran, what it changed and what it printed', async () => {
    await using ws = await scenario(HELLO);
    await ws.polycrate('run', 'hello', 'greet', '-e', 'TOKEN=hunter2');
    const [record] = await ws.records();
    expect(record).toMatchObject({
      schema: 1,
      workspace: 'acme',
      command: 'polycrate run hello greet --env TOKEN=***',
      state: 'succeeded',
      exit_code: 0,
      artifacts: { created: ['made.txt'], changed: [], deleted: [] },
      plan: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const shown = await ws.polycrate('logs', 'show', '--output-only');
    expect(shown.stdout).toBe('Hi world\ncareful\n');
  });

  test('answers with the outcome in -o json, and leaves the output of the action to stderr', async () => {
    await using ws = await scenario(HELLO);
    const { stdout, stderr } = await ws.polycrate('run', 'hello', 'greet', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'succeeded', exitCode: 0 });
    expect(stderr).toContain('Hi world');
  });

  test('says nothing of its own with --quiet', async () => {
    await using ws = await scenario(HELLO);
    const { stdout, stderr } = await ws.polycrate('run', 'hello', 'greet', '--quiet');
    expect(stdout).toBe('Hi world\n');
    expect(stderr).toBe('careful\n');
  });

  test('masks what stands in secrets.poly, wherever it comes out', async () => {
    await using ws = await scenario({
      ...HELLO,
      'secrets.poly': 'blocks: [{name: hello, config: {password: correct-horse}}]\n',
      'blocks/leak/block.poly':
        'name: leak\nactions: [{name: all, script: "cat $POLYCRATE_WORKSPACE_SNAPSHOT_JSON; env"}]\n',
    });
    const ran = await ws.polycrate('run', 'leak', 'all');
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('***');
    const inspected = await ws.polycrate('block', 'inspect', 'hello');
    const planned = await ws.polycrate('plan', 'hello', 'greet', '-o', 'yaml');
    const logs = await ws.polycrate('logs', 'show');
    for (const text of [ran.stdout, ran.stderr, inspected.stdout, planned.stdout, logs.stdout]) {
      expect(text).not.toContain('correct-horse');
    }
  });

  test('removes every container, also after a failure', async () => {
    await using ws = await scenario(HELLO);
    await ws.polycrate('run', 'hello', 'fail');
    expect(ws.engine.running).toBe(0);
  });

  test('gives the lock back', async () => {
    await using ws = await scenario(HELLO);
    await ws.polycrate('run', 'hello', 'fail');
    expect((await ws.polycrate('run', 'hello', 'greet')).status).toBe(0);
  });
});

describe('an interactive action without a terminal', () => {
  test('reads what is piped in', async () => {
    await using ws = await scenario({
      'workspace.poly': 'name: acme\n',
      'blocks/a/block.poly':
        'name: aa\nactions:\n  - {name: count, interactive: true, script: wc -c}\n  - {name: plain, script: wc -c}\n',
    });
    expect((await ws.polycrateWith({ typed: 'hello' }, 'run', 'aa', 'count')).stdout.trim()).toBe('5');
    expect((await ws.polycrateWith({ typed: 'hello' }, 'run', 'aa', 'plain')).stdout.trim()).toBe('0');
  });
});
