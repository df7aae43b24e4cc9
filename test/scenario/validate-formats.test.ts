import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { scenario } from '../support/command-line.ts';

const FILES = {
  'sub/workspace.poly': 'name: acme\norganisation: corp\n',
  'sub/blocks/web/block.poly': 'name: web\nactions:\n  - name: play\n    playbook: site.yml\n',
};
const UNKNOWN_KEY = {
  severity: 'warning',
  code: 'KEY_UNKNOWN',
  message: '"organisation" is not a key of a workspace',
  hint: 'did you mean "organization"?',
  places: [{ file: 'workspace.poly', line: 2, column: 1, length: 12 }],
};
const SUMMARY = {
  valid: false,
  strict: false,
  workspace: 'acme',
  blocks: 1,
  actions: 1,
  workflows: 0,
  errors: 1,
  warnings: 1,
};

describe('polycrate validate -o', () => {
  test.each([
    ['json', (text: string): unknown => JSON.parse(text)],
    ['yaml', (text: string): unknown => parse(text)],
  ])('%s is one document, with files relative to the workspace', async (format, read) => {
    await using ws = await scenario(FILES);
    const { status, stdout, stderr } = await ws.polycrate('-w', 'sub', 'validate', '-o', format);
    expect({ status, stderr }).toEqual({ status: 65, stderr: '' });
    expect(read(stdout)).toMatchObject({
      ...SUMMARY,
      findings: [
        { severity: 'error', code: 'PLAYBOOK_MISSING', places: [{ file: 'blocks/web/block.poly', line: 4 }] },
        UNKNOWN_KEY,
      ],
    });
  });

  test('ndjson is a line for each finding, and one that sums up', async () => {
    await using ws = await scenario(FILES);
    const { stdout } = await ws.polycrate('-w', 'sub', 'validate', '-o', 'ndjson');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual(['version', 'finding', 'finding', 'result']);
    expect(lines[2]).toMatchObject(UNKNOWN_KEY);
    expect(lines[3]).toMatchObject({ data: SUMMARY });
  });

  test.each([
    [['-w', 'sub', 'validate', '-o', 'github']],
    [['validate', '-w', 'sub', '--output=github']],
    [['-o', 'github', '-w', 'sub', 'workspace', 'validate']],
    [['--output-format', 'github', '-w', 'sub', 'validate']],
  ])('github annotates files by their names from the current folder (%j)', async (argv) => {
    await using ws = await scenario(FILES);
    const { status, stdout, stderr } = await ws.polycrate(...argv);
    expect({ status, stderr }).toEqual({ status: 65, stderr: '' });
    const [first, second, ...rest] = stdout.split('\n');
    expect(first).toMatch(
      /^::error file=sub\/blocks\/web\/block\.poly,line=4,col=15,endColumn=23,title=PLAYBOOK_MISSING::/,
    );
    expect(second).toMatch(/^::warning file=sub\/workspace\.poly,line=2,col=1,endColumn=13,title=KEY_UNKNOWN::/);
    expect(rest).toEqual(['1 error, 1 warning in 2 files', '']);
  });

  test('sarif is a log that names files from the current folder', async () => {
    await using ws = await scenario(FILES);
    const { status, stdout } = await ws.polycrate('-w', 'sub', 'validate', '--strict', '-o', 'sarif');
    expect(status).toBe(65);
    const location = (uri: string) => ({ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' } } });
    expect(JSON.parse(stdout)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            { ruleId: 'PLAYBOOK_MISSING', level: 'error', locations: [location('sub/blocks/web/block.poly')] },
            { ruleId: 'KEY_UNKNOWN', level: 'error', locations: [location('sub/workspace.poly')] },
          ],
        },
      ],
    });
  });

  test('sarif has no result where nothing is wrong', async () => {
    await using ws = await scenario({ 'workspace.poly': 'name: acme\n' });
    const { status, stdout } = await ws.polycrate('validate', '-o', 'sarif');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ results: [] }] });
  });

  test.each([
    ['validate', 'human, json, yaml, ndjson, sarif, github'],
    ['block list', 'human, json, yaml, ndjson'],
  ])('an unknown format of %s is answered with those there are', async (words, formats) => {
    await using ws = await scenario(FILES);
    const { status, stdout, stderr } = await ws.polycrate('-w', 'sub', ...words.split(' '), '-o', 'xml');
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(`argument 'xml' is invalid. Allowed choices are ${formats}.\n`);
  });

  test('sarif is no format of other commands', async () => {
    await using ws = await scenario(FILES);
    expect((await ws.polycrate('-w', 'sub', 'block', 'list', '-o', 'sarif')).status).toBe(64);
  });
});

describe('the hook for pre-commit', () => {
  test('calls a command line that is understood, for the files that matter', async () => {
    const file = path.join(import.meta.dirname, '../../.pre-commit-hooks.yaml');
    const hooks = parse(await readFile(file, 'utf8')) as { entry: string; files: string; pass_filenames: boolean }[];
    expect(hooks).toHaveLength(1);
    await using ws = await scenario(FILES);
    for (const { entry, files, pass_filenames: passes } of hooks) {
      const [program, ...argv] = entry.split(' ');
      expect({ program, passes }).toEqual({ program: 'polycrate', passes: false });
      expect((await ws.polycrate(...argv, '-w', 'sub')).status).toBe(65);
      const names = ['workspace.poly', 'blocks/web/block.poly', 'blocks/web/schema.json', 'my-schema.json', 'a.polyx'];
      expect(names.filter((name) => new RegExp(files).test(name))).toEqual(names.slice(0, 3));
    }
  });
});
