import { describe, expect, test } from '@jest/globals';
import { scenario } from '../support/command-line.ts';

const FILES = {
  'workspace.poly': 'name: acme\n',
  'blocks/shop/block.poly': [
    'name: shop',
    'actions:',
    '  - {name: build, script: ["echo one", "echo ::add-path::/evil"]}',
    '',
  ].join('\n'),
};
const GITHUB = { env: { PATH: process.env['PATH'], NO_COLOR: '1', POLYCRATE_CI: 'github' } };
const STOPPED = /^one\n::stop-commands::(polycrate-[\da-f]+)\n::add-path::\/evil\n::\1::\n/m;

describe('a record that is shown in a GitHub job', () => {
  test.each([
    ['show', []],
    ['show', ['--output-only']],
    ['export', []],
    ['replay', ['--speed', '1000']],
    ['follow', []],
  ])('gives no orders: logs %s %j', async (verb, options) => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const [record] = await ws.records();
    const { stdout } = await ws.polycrateWith(GITHUB, 'logs', verb, record?.transaction ?? '', ...options);
    expect(stdout).toMatch(STOPPED);
  });

  test('stays as it is where it is for programs, in a file, and in any other job', async () => {
    await using ws = await scenario(FILES);
    await ws.polycrate('run', 'shop', 'build');
    const junit = await ws.polycrateWith(GITHUB, 'logs', 'export', '--format', 'junit');
    const data = await ws.polycrateWith(GITHUB, 'logs', 'show', '-o', 'json');
    await ws.polycrateWith(GITHUB, 'logs', 'export', '--file', 'run.txt');
    const elsewhere = await ws.polycrate('logs', 'show', '--output-only');
    expect(elsewhere.stdout).toBe('one\n::add-path::/evil\n');
    for (const text of [junit.stdout, data.stdout, await ws.read('run.txt')]) {
      expect(text).toContain('::add-path::/evil');
      expect(text).not.toContain('stop-commands');
    }
  });
});
