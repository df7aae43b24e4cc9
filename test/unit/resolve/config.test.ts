import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { combineProblems, Problem } from '../../../src/errors.ts';
import { checkConfig } from '../../../src/resolve/config.ts';
import { inherit } from '../../../src/resolve/inherit.ts';
import { collectLayers } from '../../../src/resolve/layers.ts';
import { type ConfigSchema, loadConfigSchema, loadWorkspace } from '../../../src/workspace/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { expectWording, render, told } from '../../support/command-line.ts';

type Entries = Readonly<Record<string, string | object>>;

/** What the configs of a workspace in /ws made of `entries` are told; schemas may be written as what they say. */
async function problemsIn(entries: Entries): Promise<Problem[]> {
  const files = createMemoryFiles(
    Object.fromEntries(
      Object.entries({ 'workspace.poly': 'name: acme\n', ...entries }).map(([path, entry]) => {
        return [`/ws/${path}`, typeof entry === 'string' ? entry : JSON.stringify(entry)];
      }),
    ),
  );
  const written = await loadWorkspace('/ws', files);
  const schemas = new Map<string, ConfigSchema>();
  const problems: Problem[] = [];
  for (const { path } of written.blocks) {
    const { schema, findings } = await loadConfigSchema(join(dirname(path), 'schema.json'), files);
    if (schema !== undefined) schemas.set(path, schema);
    problems.push(...findings.map(({ problem }) => problem));
  }
  const { lineages } = inherit(collectLayers(written));
  const found = [...lineages.values()].flatMap((lineage) => checkConfig(lineage, schemas));
  expect(found.every(({ severity }) => severity === 'error')).toBe(true);
  return [...problems, ...found.map(({ problem }) => problem)];
}

/** The same as `file:line:column message | hint`. */
async function faultsIn(entries: Entries): Promise<string[]> {
  return (await problemsIn(entries)).map(({ code, message, hint, places: [place] }) => {
    expect(code).toBe('CONFIG_INVALID');
    const { file, line, column } = place!;
    return `${file.replace('/ws/', '')}:${line}:${column} ${message} | ${String(hint)}`;
  });
}

const DB = {
  type: 'object',
  properties: {
    port: { type: 'integer' },
    host: { type: 'string' },
    password: { type: 'string', minLength: 12 },
    list: { type: 'array', items: { type: 'object', required: ['name'] } },
  },
  additionalProperties: false,
};
const shop = (config: string): Entries => ({
  'blocks/shop/schema.json': DB,
  'blocks/shop/block.poly': `name: shop\n${config}`,
});

describe('a wrong value is told where it was set', () => {
  test('in the block itself', async () => {
    expect(await faultsIn(shop('config:\n  port: "80"\n'))).toEqual([
      'blocks/shop/block.poly:3:9 "port" must be a whole number, not the string "80" | write it without quotes',
    ]);
  });

  test('in workspace.poly, which wins over the block', async () => {
    const found = await faultsIn({
      ...shop('config: { port: 80 }\n'),
      'workspace.poly': 'name: acme\nblocks:\n  - name: shop\n    config:\n      port: eighty\n',
    });
    expect(found).toEqual([
      'workspace.poly:5:13 "port" must be a whole number, not the string "eighty" | write for example 1',
    ]);
  });

  test('with the text as it was written', async () => {
    expect(await faultsIn(shop('config: { host: 1.10 }\n'))).toEqual([
      'blocks/shop/block.poly:2:17 "host" must be a string, not the number 1.1 | put it in quotes: "1.10"',
    ]);
  });

  test('in secrets.poly, of which neither lines nor values are shown', async () => {
    const problems = await problemsIn({
      ...shop(''),
      'secrets.poly': 'blocks:\n  - name: shop\n    config:\n      port: "4711"\n      password: hunter2\n',
    });
    expect(problems.map(({ message, hint }) => `${message} | ${String(hint)}`)).toEqual([
      '"port" must be a whole number, not a string | write what the schema.json of block "shop" asks for',
      '"password" must have at least 12 characters | write what the schema.json of block "shop" asks for',
    ]);
    expect(problems.map(({ places }) => places)).toEqual([
      [{ file: '/ws/secrets.poly', line: 4, column: 13 }],
      [{ file: '/ws/secrets.poly', line: 5, column: 17 }],
    ]);
  });

  test('at its key where nobody knows the key', async () => {
    expect(await faultsIn(shop('config:\n  prot: 80\n'))).toEqual([
      'blocks/shop/block.poly:3:3 "prot" is not a key of "config" | did you mean "port"?',
    ]);
  });

  test('in a list', async () => {
    expect(await faultsIn(shop('config:\n  list:\n    - { name: a }\n    - b\n'))).toEqual([
      'blocks/shop/block.poly:5:7 item 2 of "list" must be a map, not the string "b" | write key: value below "list"',
    ]);
  });
});

describe('a missing key is told where it belongs', () => {
  const base = {
    type: 'object',
    required: ['db'],
    properties: {
      db: { type: 'object', required: ['port'], properties: { port: { type: 'integer', default: 5432 } } },
    },
  };
  const block = (config: string): Entries => ({
    'blocks/shop/schema.json': base,
    'blocks/shop/block.poly': `name: shop\n${config}`,
  });

  test('below the map that lacks it', async () => {
    expect(await faultsIn(block('config:\n  db:\n    host: x\n'))).toEqual([
      'blocks/shop/block.poly:3:3 "db" has no "port" | add port: 5432 below "db"',
    ]);
  });

  test('below "config", with all that comes with it', async () => {
    expect(await faultsIn(block('config: { a: 1 }\n'))).toEqual([
      'blocks/shop/block.poly:2:1 "config" has no "db" | add db: { port: 5432 } below "config"',
    ]);
  });

  test('at the name of a block without a config', async () => {
    expect(await faultsIn(block(''))).toEqual([
      'blocks/shop/block.poly:1:7 "config" has no "db" | add config: { db: { port: 5432 } } to block "shop"',
    ]);
  });

  test('in the nearest file that is no secret', async () => {
    const found = await faultsIn({
      ...block('config: { a: 1 }\n'),
      'workspace.poly': 'name: acme\nblocks:\n  - name: shop\n    config: { b: 2 }\n',
      'secrets.poly': 'blocks: [{ name: shop, config: { c: 3 } }]\n',
    });
    expect(found).toEqual(['workspace.poly:4:5 "config" has no "db" | add db: { port: 5432 } below "config"']);
  });

  test('in the item of a list, wherever the list comes from', async () => {
    const found = await faultsIn({
      'blocks/base/schema.json': DB,
      'blocks/base/block.poly': 'name: base\nconfig:\n  list:\n    - { port: 1 }\n',
      'blocks/shop/block.poly': 'name: shop\nfrom: base\nconfig: { port: 2 }\n',
    });
    expect(new Set(found)).toEqual(
      new Set(['blocks/base/block.poly:4:7 item 1 of "list" has no "name" | add name: some-name below "list"']),
    );
  });
});

describe('what is inherited', () => {
  const base = {
    type: 'object',
    required: ['host'],
    properties: { host: { type: 'string' }, port: { type: 'integer' } },
  };

  test('comes with its schema', async () => {
    const found = await faultsIn({
      'blocks/base/schema.json': base,
      'blocks/base/block.poly': 'name: base\ntemplate: true\n',
      'blocks/shop/block.poly': 'name: shop\nfrom: base\nconfig:\n  host: 1\n',
    });
    expect(found).toEqual([
      'blocks/shop/block.poly:4:9 "host" must be a string, not the number 1 | put it in quotes: "1"',
    ]);
  });

  test('is held against the schemas of the whole chain', async () => {
    const found = await faultsIn({
      'blocks/base/schema.json': base,
      'blocks/base/block.poly': 'name: base\ntemplate: true\n',
      'blocks/shop/schema.json': { required: ['colour'] },
      'blocks/shop/block.poly': 'name: shop\nfrom: base\n',
    });
    expect(found).toEqual([
      'blocks/shop/block.poly:1:7 "config" has no "host" | add config: { host: some-host } to block "shop"',
      'blocks/shop/block.poly:1:7 "config" has no "colour" | add config: { colour: some-colour } to block "shop"',
    ]);
  });

  test('names the schema that wants it', async () => {
    const found = await faultsIn({
      'blocks/base/schema.json': { properties: { mode: { not: { const: 0 } } } },
      'blocks/base/block.poly': 'name: base\ntemplate: true\n',
      'blocks/shop/schema.json': {},
      'blocks/shop/block.poly': 'name: shop\nfrom: base\nconfig: { mode: 0 }\n',
    });
    expect(found).toEqual([
      'blocks/shop/block.poly:3:17 "mode" is what the schema rules out | write what the schema.json of block "base" asks for',
    ]);
  });

  test('may be incomplete in a template, but not wrong', async () => {
    const template = (config: string) => ({
      'blocks/base/schema.json': base,
      'blocks/base/block.poly': `name: base\ntemplate: true\nconfig: ${config}\n`,
    });
    expect(await faultsIn(template('{ port: 1 }'))).toEqual([]);
    expect(await faultsIn(template('{ port: x }'))).toHaveLength(1);
  });

  test('is found to be missing once, where it is missing first', async () => {
    const found = await faultsIn({
      'blocks/base/schema.json': base,
      'blocks/base/block.poly': 'name: base\n',
      'blocks/mid/block.poly': 'name: mid\nfrom: base\n',
      'blocks/shop/block.poly': 'name: shop\nfrom: mid\n',
    });
    expect(found).toEqual([
      'blocks/base/block.poly:1:7 "config" has no "host" | add config: { host: some-host } to block "base"',
    ]);
  });

  test('is told by an heir in the same words at the same place, so that it can be told once', async () => {
    const found = await faultsIn({
      'blocks/base/schema.json': base,
      'blocks/base/block.poly': 'name: base\nconfig: { host: x, port: y }\n',
      'blocks/shop/block.poly': 'name: shop\nfrom: base\n',
    });
    expect(found).toHaveLength(2);
    expect(new Set(found).size).toBe(1);
  });
});

test('a block without a schema may say what it likes', async () => {
  expect(await faultsIn({ 'blocks/shop/block.poly': 'name: shop\nconfig: { a: [1, { b: null }] }\n' })).toEqual([]);
});

test('every hint about a missing key mends what it is about', async () => {
  const file = 'blocks/shop/block.poly';
  const rules = [
    { type: 'integer', minimum: 3 },
    { enum: ['a b', 'c'] },
    { type: 'string', default: 'yes' },
    { $ref: '#/$defs/map' },
    { type: 'array', minItems: 1, items: { type: 'boolean' } },
  ];
  for (const rule of rules) {
    const $defs = { map: { type: 'object', required: ['deep'], properties: { deep: { const: 1.5 } } } };
    const schema = { required: ['key'], properties: { key: rule }, $defs };
    const [problem] = await problemsIn({ 'blocks/shop/schema.json': schema, [file]: 'name: shop\nconfig:\n' });
    const [, edit] = /^add (.*) to block "shop"$/.exec(problem?.hint ?? '') ?? [];
    const mended = await faultsIn({ 'blocks/shop/schema.json': schema, [file]: `name: shop\n${String(edit)}\n` });
    expect({ edit, mended }).toEqual({ edit, mended: [] });
  }
});

test('the guide shows what is really told', async () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide/editors.md'), 'utf8');
  const schema = guide.split('```json\n').at(-1)?.split('```')[0] ?? '';
  const [problem] = await problemsIn({
    'blocks/shop/schema.json': schema,
    'blocks/shop/block.poly': 'name: shop\nconfig: { host: shop.example.com }\n',
    'workspace.poly': 'name: acme\nblocks:\n  - name: shop\n    config:\n      port: http\n',
  });
  const { stderr } = await render(problem);
  expect(guide).toContain(stderr.replace('/ws/', ''));
});

test('what a person reads', async () => {
  const shown = async (entries: Entries) => {
    const [first, ...rest] = await problemsIn(entries);
    const problem = combineProblems([first ?? new Problem('INTERNAL', 'nothing was found'), ...rest]);
    return told(problem.code, await render(problem), { directory: '/ws' });
  };
  expectWording('CONFIG_INVALID', {
    'a wrong value and a mistyped key': await shown(shop('config:\n  port: "80"\n  hots: db.internal\n')),
    'a missing key': await shown({
      'blocks/shop/schema.json': { required: ['host'], properties: { host: { examples: ['db.internal'] } } },
      'blocks/shop/block.poly': 'name: shop\nconfig:\n  port: 80\n',
    }),
    'a secret': await shown({
      ...shop(''),
      'secrets.poly': 'blocks:\n  - name: shop\n    config:\n      password: hunter2\n',
    }),
  });
  const broken = (text: string) => shown({ 'blocks/shop/block.poly': 'name: shop\n', 'blocks/shop/schema.json': text });
  expectWording('SCHEMA_INVALID', {
    'a comma too many': await broken('{\n  "type": "object",\n}\n'),
    'a type that is none': await broken('{\n  "properties": {\n    "port": { "type": "int" }\n  }\n}\n'),
    'a reference that leads nowhere': await broken(
      '{\n  "properties": { "port": { "$ref": "#/$defs/prot" } },\n  "$defs": { "port": { "type": "integer" } }\n}\n',
    ),
  });
});
