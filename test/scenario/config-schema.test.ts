import { execFileSync } from 'node:child_process';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { scenario, type Scenario } from '../support/command-line.ts';

const SCHEMA = JSON.stringify({ type: 'object', required: ['host'] });
const FILES = {
  'workspace.poly': 'name: acme\n',
  'blocks/base/block.poly': 'name: base\ntemplate: true\n',
  'blocks/kid/block.poly': 'name: kid\nfrom: base\n',
};

const validate = async (ws: Scenario): Promise<unknown> => {
  const { stdout } = await ws.polycrate('validate', '-o', 'json');
  const { findings } = JSON.parse(stdout) as { findings: { code: string; places: { file: string }[] }[] };
  return findings.map(({ code, places }) => `${code} ${places[0]?.file ?? ''}`);
};

test('what is found is found again, and goes with its cause', async () => {
  await using ws = await scenario({ ...FILES, 'blocks/base/schema.json': SCHEMA });
  expect(await validate(ws)).toEqual(['CONFIG_INVALID blocks/kid/block.poly']);
  expect(await validate(ws)).toEqual(['CONFIG_INVALID blocks/kid/block.poly']);
  await ws.write('blocks/kid/block.poly', 'name: kid\nfrom: base\nconfig: {host: h}\n');
  expect(await validate(ws)).toEqual([]);
  expect(await validate(ws)).toEqual([]);
  await ws.write('blocks/base/schema.json', JSON.stringify({ required: ['host', 'port'] }));
  expect(await validate(ws)).toEqual(['CONFIG_INVALID blocks/kid/block.poly']);
});

test('a verdict is not kept for a schema that has moved to another block', async () => {
  const parent = { ...FILES, 'blocks/base/block.poly': 'name: base\n' };
  await using ws = await scenario({ ...parent, 'blocks/base/schema.json': SCHEMA });
  expect(await validate(ws)).toEqual(['CONFIG_INVALID blocks/base/block.poly']);
  await rename(path.join(ws.directory, 'blocks/base/schema.json'), path.join(ws.directory, 'blocks/kid/schema.json'));
  expect(await validate(ws)).toEqual(['CONFIG_INVALID blocks/kid/block.poly']);
});

test('a config is checked beside a mistake in another entry of the same file', async () => {
  await using ws = await scenario({
    ...FILES,
    'blocks/base/schema.json': SCHEMA,
    'workspace.poly': 'name: acme\nblocks:\n  - name: other\n    labels: 5\n  - name: kid\n    config: {port: 1}\n',
  });
  expect(await validate(ws)).toEqual(['VALUE_INVALID workspace.poly', 'CONFIG_INVALID workspace.poly']);
});

test('a pipe in the place of a schema is told, and nobody waits for it', async () => {
  await using ws = await scenario(FILES);
  execFileSync('mkfifo', [path.join(ws.directory, 'blocks/base/schema.json')]);
  expect(await validate(ws)).toEqual(['FILE_UNREADABLE blocks/base/schema.json']);
});
