import { describe, expect, test } from '@jest/globals';
import { told } from '../fakes/workspaces.ts';
import { scenario } from '../support/command-line.ts';
import { PLATFORM, validate } from '../support/mistakes.ts';

const W = '/ws/workspace.poly';
const SHOP = '/ws/blocks/shop/block.poly';

/** What is told when files hold these texts instead. */
async function tellOf(changed: Readonly<Record<string, (text: string) => string>>): Promise<string[]> {
  const texts = Object.entries(changed).map(([file, change]) => [file, change(PLATFORM[file] ?? '')]);
  return (await validate({ ...PLATFORM, ...(Object.fromEntries(texts) as Record<string, string>) })).map(told);
}

test('nothing is found in the workspace that the mistakes are made in', async () => {
  expect(await validate(PLATFORM)).toEqual([]);
});

describe('the place is the one an editor shows', () => {
  const misspell = (text: string): string => text.replace('  features: [', '  fetures: [');
  const expected = ['CONFIG_INVALID blocks/shop/block.poly:16:3 "fetures" is not a key of "config"'];

  test.each([
    ['as it is', misspell],
    ['after Windows line ends', (text: string) => misspell(text).replaceAll('\n', '\r\n')],
    ['after a byte order mark', (text: string) => `\uFEFF${misspell(text)}`],
    ['after both', (text: string) => `\uFEFF${misspell(text).replaceAll('\n', '\r\n')}`],
  ])('%s', async (_name, change) => {
    expect(await tellOf({ [SHOP]: change })).toEqual(expected);
  });

  test('in the first line, after a byte order mark', async () => {
    expect(await tellOf({ [SHOP]: (text) => `\uFEFF${text.replace('name: shop\n', 'nam: shop\n')}` })).toContain(
      'KEY_UNKNOWN blocks/shop/block.poly:1:1 "nam" is not a key of a block',
    );
  });

  test('after wide characters of one line, counted as editors count them', async () => {
    const change = (text: string): string =>
      text.replace('labels: { kind: change }', 'labels: { kind: "🚀 変更", 表: [1] }');
    expect(await tellOf({ [SHOP]: change })).toEqual([
      'VALUE_INVALID blocks/shop/block.poly:19:33 "表" must be a string, a number, true or false, not a list',
    ]);
  });

  test('in a line of three hundred characters', async () => {
    const long = `labels: { ${Array.from({ length: 25 }, (_each, at) => `key-${String(at).padStart(2, '0')}: x`).join(', ')}, last: [1] }`;
    expect(long.length).toBeGreaterThan(290);
    expect(await tellOf({ [SHOP]: (text) => text.replace('labels: { kind: change }', long) })).toEqual([
      `VALUE_INVALID blocks/shop/block.poly:19:${String(5 + long.indexOf('[1]'))} "last" must be a string, a number, true or false, not a list`,
    ]);
  });
});

describe('several mistakes at once', () => {
  test('in two files: both are told, sorted by place, and nothing else', async () => {
    const found = await tellOf({
      [W]: (text) => text.replace('        action: check\n', '        action: chek\n'),
      [SHOP]: (text) => text.replace('kind: k8sapp', 'kind:k8sapp'),
      '/ws/blocks/cluster/block.poly': (text) => text.replace('timeout: 1h30m', 'timeout: 90'),
    });
    expect(found).toEqual([
      'VALUE_INVALID blocks/cluster/block.poly:17:14 "timeout" must be a duration such as 90s, 30m or 1h30m, not the number 90',
      'YAML_INVALID blocks/shop/block.poly:2:1 a space is missing after the colon',
    ]);
  });

  test('in one file: each is told', async () => {
    const found = await tellOf({
      [W]: (text) => text.replace('organization: acme', 'organisation: acme').replace('docker: auto', 'docker: never'),
    });
    expect(found).toEqual([
      'KEY_UNKNOWN workspace.poly:3:1 "organisation" is not a key of a workspace',
      'VALUE_INVALID workspace.poly:36:13 "docker" must be one of auto, true, false, not the string "never"',
    ]);
  });
});

test('the command line says the same with the line and the hint', async () => {
  const files = Object.entries(PLATFORM).map(([file, text]) => [file.slice('/ws/'.length), text]);
  await using ws = await scenario(Object.fromEntries(files) as Record<string, string>);
  expect(await ws.polycrate('validate', '--strict')).toMatchObject({ status: 0 });
  await ws.write('blocks/shop/block.poly', (PLATFORM[SHOP] ?? '').replace('kind: k8sapp', 'kind:k8sapp'));
  const { status, stdout } = await ws.polycrate('validate', '--strict');
  expect(status).toBe(65);
  expect(stdout).toContain('error[YAML_INVALID] a space is missing after the colon\n  blocks/shop/block.poly:2:1\n');
  expect(stdout).toContain('hint  write kind: k8sapp\n');
});
