import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scenario, steady } from '../support/command-line.ts';

const FILES = {
  'workspace.poly': [
    'name: acme',
    'workflows:',
    '  - name: release',
    '    steps:',
    '      - {name: build, block: shop, action: build}',
    '      - {name: test, block: shop, action: test}',
    '      - {name: publish, block: shop, action: build}',
    '',
  ].join('\n'),
  'secrets.poly': 'blocks: [{name: shop, config: {password: correct-horse}}]\n',
  'blocks/shop/block.poly': [
    'name: shop',
    'actions:',
    '  - name: build',
    '    script: [echo built, echo careful >&2]',
    '  - name: test',
    '    script: ["printf \'\\\\033[31mred\\\\033[0m correct-horse\\\\n\'", exit 3]',
    '',
  ].join('\n'),
};

describe('polycrate logs export', () => {
  test('without an id exports the newest transaction that is no step, on stdout as text', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'release');
    const { stdout, status } = await ws.polycrate('logs', 'export');
    expect(status).toBe(0);
    expect(steady(stdout, ws).replaceAll(/^by: .*\n/gm, '')).toBe(
      [
        'acme · workflow release',
        'state:       failed, exit 3, <time>',
        'cause:       step test failed',
        'started:     <date> UTC',
        'command:     polycrate workflow run release',
        'transaction: <transaction>',
        '',
        '== build (shop build), succeeded, exit 0, <time>',
        'built',
        'careful',
        '',
        '== test (shop test), failed, exit 3, <time>',
        'red ***',
        '',
        '== publish (shop build), skipped',
        '',
      ].join('\n'),
    );
  });

  test.each([
    ['report.xml', '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="acme" tests="3" failures="1"'],
    ['run.cast', '{"version":2,"width":120'],
    ['run.json', '{"schema":1,"record":{'],
    ['page.html', '<!doctype html>\n<html lang="en">'],
    ['run.log', 'acme · workflow release\n'],
  ])('writes %s in the format its name says', async (file, beginning) => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'release');
    const { stdout, status } = await ws.polycrate('logs', 'export', '--file', `out/${file}`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^out\/\S+: \d.* (bytes|KiB)\n$/) });
    expect((await ws.read(`out/${file}`)).slice(0, beginning.length)).toBe(beginning);
    expect(await readdir(join(ws.directory, 'out'))).toEqual([file]);
  });

  test('answers with what it wrote in -o json', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const written = await ws.polycrate('logs', 'export', '--file', 'a.txt', '-o', 'json');
    expect(JSON.parse(written.stdout)).toMatchObject({ format: 'text', file: join(ws.directory, 'a.txt') });
    const shown = await ws.polycrate('logs', 'export', '-o', 'json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ content: expect.stringContaining('built') as unknown });
  });

  test('says what is wrong with a name that tells no format, and with a place that cannot be written', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const unnamed = await ws.polycrate('logs', 'export', '--file', 'report.pdf');
    expect({ status: unnamed.status, code: /error\[(\w+)\]/.exec(unnamed.stderr)?.[1] }).toEqual({
      status: 64,
      code: 'USAGE',
    });
    const below = await ws.polycrate('logs', 'export', '--file', 'workspace.poly/x.txt');
    expect({ status: below.status, code: /error\[(\w+)\]/.exec(below.stderr)?.[1] }).toEqual({
      status: 74,
      code: 'OUTPUT_UNWRITABLE',
    });
  });

  test('a workflow that was killed has the steps it came to', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'release');
    const day = (await readdir(join(ws.directory, '.logs'))).find((name) => name.startsWith('2')) ?? '';
    const [record] = (await ws.records()).filter(({ steps }) => steps !== undefined);
    const file = `.logs/${day}/${record?.transaction ?? ''}.yml`;
    await ws.write(file, JSON.stringify({ ...record, state: 'interrupted', steps: undefined }));
    const { stdout } = await ws.polycrate('logs', 'export');
    expect(stdout).toContain('== build (shop build), succeeded');
    expect(stdout).toContain('== test (shop test), failed');
  });
});

describe('polycrate logs replay', () => {
  test('tells again what was told, and succeeds whatever it tells of', async () => {
    await using ws = await scenario(FILES);
    const told = await ws.polycrate('run', 'release');
    const { stdout, stderr, status } = await ws.polycrate('logs', 'replay', '--speed', '1000');
    expect(status).toBe(0);
    expect(stdout).toBe(told.stdout);
    expect(steady(stderr, ws)).toBe(steady(told.stderr, ws));
  });

  test('keeps the streams apart, and answers with the outcome', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const { stdout, stderr } = await ws.polycrate('logs', 'replay', '--quiet');
    expect({ stdout, stderr }).toEqual({ stdout: 'built\n', stderr: 'careful\n' });
    const answer = await ws.polycrate('logs', 'replay', '-o', 'json');
    expect(JSON.parse(answer.stdout)).toMatchObject({ state: 'succeeded', exitCode: 0 });
  });

  test('shortens pauses and speeds up as it is told', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const day = (await readdir(join(ws.directory, '.logs'))).find((name) => name.startsWith('2')) ?? '';
    const [record] = await ws.records();
    const hours = [0, 3_600_000, 7_200_000].map((t) => JSON.stringify({ t, s: 'stdout', d: `${t}\n` }));
    await ws.write(`.logs/${day}/${record?.transaction ?? ''}.ndjson`, `${hours.join('\n')}\n`);
    const { stdout } = await ws.polycrate('logs', 'replay', '--max-pause', '10ms', '--speed', '2x');
    expect(stdout).toBe('0\n3600000\n7200000\n');
  });

  test.each([
    ['--speed', '0'],
    ['--speed', 'fast'],
    ['--max-pause', 'never'],
  ])('does not understand %s %s', async (option, value) => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const { status, stderr } = await ws.polycrate('logs', 'replay', option, value);
    expect(status).toBe(64);
    expect(stderr).toContain('error[USAGE]');
  });
});

test('attempts are told wherever a record is shown, between what they printed, and a run has one duration', async () => {
  await using ws = await scenario({
    'workspace.poly': 'name: acme\n',
    'blocks/app/block.poly': `name: app
actions:
  - {name: flaky, retry: {attempts: 3, delay: 100ms}, script: 'echo try >>"$ARTIFACTS/tries"; n=$(wc -l <"$ARTIFACTS/tries"); printf "this is $n"; exit $((n > 1 ? 0 : 4))'}
`,
  });
  const live = await ws.polycrate('run', 'app', 'flaky');
  const attempt = /^↻ attempt 1 of 3 failed · exit 4 · .* · next one in 100 ms$/m;
  expect(live.stderr).toMatch(attempt);
  const replay = await ws.polycrate('logs', 'replay', '--speed', '100');
  expect(replay.stderr).toContain(attempt.exec(live.stderr)?.[0]);
  const footer = /^✔ succeeded · exit 0 · .* · 2 attempts/m;
  expect(footer.exec(replay.stderr)?.[0]).toBe(footer.exec(live.stderr)?.[0]);
  const text = await ws.polycrate('logs', 'export');
  expect(text.stdout).toMatch(/\nthis is 1\n-- attempt 1 of 3 failed, exit 4\nthis is 2\n$/);
  const html = await ws.polycrate('logs', 'export', '--format', 'html');
  expect(html.stdout).toMatch(
    /this is 1<\/p>\n<\/div>\n<p class="gap">attempt 1 of 3 failed, exit 4<\/p>\n.*\n.*this is 2/,
  );
  const junit = await ws.polycrate('logs', 'export', '--format', 'junit');
  expect(junit.stdout).toContain('<flakyFailure message="attempt 1 of 3 failed, exit 4" type="failed"><stackTrace>');
  const cast = await ws.polycrate('logs', 'export', '--format', 'asciicast');
  expect(cast.stdout).toMatch(/this is 1"\]\n\[[\d.]+,"m","attempt 2 of 3"\]\n.*this is 2/);
  const shown = await ws.polycrate('logs', 'show');
  expect(shown.stdout).toMatch(/attempts +1: failed, exit 4 \(.*\)\n +2: succeeded, exit 0 \(.*\)\n/);
});

test('the cause of a failure is what the last attempt said', async () => {
  await using ws = await scenario({
    'workspace.poly': 'name: acme\n',
    'blocks/app/block.poly':
      'name: app\nactions: [{name: full, retry: {attempts: 2}, script: "echo no space >&2; exit 4"}]\n',
  });
  await ws.polycrate('run', 'app', 'full');
  expect((await ws.records())[0]).toMatchObject({ attempts: [{}, {}], cause: 'no space' });
  const { stdout } = await ws.polycrate('logs', 'export', '--format', 'junit');
  expect(stdout).toMatch(
    /<failure .*\n +<rerunFailure message="attempt 1 of 2 failed, exit 4.*" type="failed"><stackTrace>/,
  );
});
