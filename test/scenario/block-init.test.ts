import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { TEMPLATE_KINDS } from '../../src/cli/commands/block/init/kinds.ts';
import { expectWording, scenario, told, type Scenario } from '../support/command-line.ts';

const EMPTY = { 'workspace.poly': 'name: acme\n' };
const KINDS = Object.keys(TEMPLATE_KINDS);
const run = promisify(execFile);

interface Block {
  readonly name: string;
  readonly kind: string;
  readonly template: boolean;
  readonly config: unknown;
  readonly actions: readonly { readonly name: string; readonly description?: string; readonly prompt?: object }[];
}

async function inspect(ws: Scenario, name: string): Promise<Block> {
  return JSON.parse((await ws.polycrate('block', 'inspect', name, '-o', 'json')).stdout) as Block;
}

async function filesOf({ directory }: Scenario, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(directory, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}

describe('block init', () => {
  test.each(KINDS)('makes a block of the kind %s that is valid, even strictly', async (kind) => {
    await using ws = await scenario(EMPTY);
    const made = await ws.polycrate('block', 'init', 'shop', '--kind', kind, '-o', 'json');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({ name: 'shop', kind, left: [] });
    expect(await ws.polycrate('validate', '--strict')).toMatchObject({ status: 0, stderr: '' });
  });

  test.each(KINDS)('gives the kind %s described actions, of which the destructive ones ask', async (kind) => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'shop', '--kind', kind);
    const block = await inspect(ws, 'shop');
    expect(block).toMatchObject({ kind, template: kind === 'library' });
    expect(block.actions.filter(({ description = '' }) => description === '')).toEqual([]);
    const destructive = block.actions.filter(({ name }) => ['uninstall', 'down', 'forget'].includes(name));
    expect(destructive.map(({ prompt = '' }) => prompt)).not.toContain('');
    expect(destructive).toHaveLength(kind === 'library' ? 0 : 1);
    const readme = await ws.read('blocks/shop/README.md');
    for (const { name } of block.actions) expect(readme).toContain(name);
  });

  test.each(KINDS)('describes the config of the kind %s in a schema it obeys', async (kind) => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'shop', '--kind', kind);
    const schema = JSON.parse(await ws.read('blocks/shop/schema.json')) as object;
    const validate = new Ajv2020({ strict: true, strictRequired: true, allErrors: true }).compile(schema);
    const { config } = await inspect(ws, 'shop');
    validate(config);
    expect(validate.errors).toBeNull();
    expect(validate({ ...(config as object), typo: 1 })).toBe(false);
  });

  test.each(KINDS)('leaves no gap in the files of the kind %s, and scripts bash can read', async (kind) => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'shop', '--kind', kind);
    for (const file of await filesOf(ws, 'blocks/shop')) {
      expect(await ws.read(path.relative(ws.directory, file))).not.toMatch(/__[A-Z]+__/);
      if (file.endsWith('.sh')) {
        await run('bash', ['-n', file]);
        expect((await stat(file)).mode & 0o777).toBe(0o755);
      }
    }
    const { actions = [] } = parse(await ws.read('blocks/shop/block.poly')) as { actions?: { script?: string[] }[] };
    for (const { script = [] } of actions) await run('bash', ['-n', '-c', script.join('\n')]);
  });

  test('makes actions that run', async () => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'shop');
    expect(await ws.polycrate('run', 'shop', 'status')).toMatchObject({ status: 1 });
    expect(await ws.polycrate('run', 'shop', 'install')).toMatchObject({ status: 0 });
    expect(await ws.polycrate('run', 'shop', 'uninstall', '--yes')).toMatchObject({ status: 0 });
  });

  test('follows the workspace where it keeps its blocks elsewhere', async () => {
    await using ws = await scenario({
      'workspace.poly': 'name: acme\nconfig: {blocksroot: parts, blocksconfig: part.poly}\n',
    });
    await ws.polycrate('block', 'init', 'web/shop');
    expect(await readdir(path.join(ws.directory, 'parts/web/shop'))).toEqual(['README.md', 'part.poly', 'schema.json']);
    expect(await inspect(ws, 'web/shop')).toMatchObject({ name: 'web/shop' });
  });

  test('takes a folder relative to the current one', async () => {
    await using ws = await scenario({ ...EMPTY, 'blocks/web/keep': '' });
    const directory = path.join(ws.directory, 'blocks/web');
    expect(await ws.polycrateWith({ directory }, 'block', 'init', 'shop', '--folder', 'here')).toMatchObject({
      status: 0,
    });
    expect(await ws.read('blocks/web/here/block.poly')).toContain('name: shop\n');
    const outside = await ws.polycrate('block', 'init', 'other', '--folder', 'elsewhere');
    expect(outside.status).toBe(64);
    expect(outside.stderr).toContain('hint  --folder blocks/other\n');
  });

  test('leaves files that are there, and says so', async () => {
    await using ws = await scenario({ ...EMPTY, 'blocks/shop/README.md': 'mine\n' });
    const { stdout } = await ws.polycrate('block', 'init', 'shop', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ left: ['blocks/shop/README.md'] });
    expect(await ws.read('blocks/shop/README.md')).toBe('mine\n');
  });

  test.each(['web.example.com', 'registry.example.com/acme/x', 'registry.example.com:5000/acme/x'])(
    'takes the name %s, as workspace.poly does',
    async (name) => {
      await using ws = await scenario(EMPTY);
      expect(await ws.polycrate('block', 'init', name)).toMatchObject({ status: 0 });
      expect(await ws.polycrate('validate', '--strict')).toMatchObject({ status: 0 });
      expect(await ws.polycrate('run', name, 'install')).toMatchObject({ status: 0 });
    },
  );

  test('says nothing with --quiet', async () => {
    await using ws = await scenario(EMPTY);
    expect(await ws.polycrate('-q', 'block', 'init', 'shop')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('quotes a name that YAML would take for something else', async () => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'true', '--kind', 'library');
    await ws.polycrate('block', 'init', 'null', '--from', 'true');
    expect(await inspect(ws, 'null')).toMatchObject({ name: 'null', from: 'true', actions: [{ name: 'greet' }] });
  });
});

describe('block init --from', () => {
  test('adds an entry to workspace.poly, so that the block works where its parent’s files are', async () => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'base', '--kind', 'library');
    const made = await ws.polycrate('block', 'init', 'shop', '--from', 'base', '-o', 'json');
    expect(JSON.parse(made.stdout)).toMatchObject({ name: 'shop', from: 'base', written: ['workspace.poly'] });
    expect(await ws.read('workspace.poly')).toBe('name: acme\n\nblocks:\n  - name: shop\n    from: base\n');
    expect((await ws.polycrate('run', 'shop', 'greet')).stdout).toBe('Hello world, says shop\n');
  });

  test('with --folder gives the block a file of its own, whose actions run', async () => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'base');
    await ws.polycrate('block', 'init', 'shop', '--from', 'base', '--folder', 'blocks/shop');
    expect(parse(await ws.read('blocks/shop/block.poly'))).toEqual({ name: 'shop', from: 'base' });
    expect(await ws.read('workspace.poly')).toBe('name: acme\n');
    expect(await ws.polycrate('run', 'shop', 'install')).toMatchObject({ status: 0 });
  });

  test.each(['library', 'linuxapp', 'dockerapp'])(
    'refuses --folder where actions of the kind %s need files of the parent, with the command that works',
    async (kind) => {
      await using ws = await scenario(EMPTY);
      await ws.polycrate('block', 'init', 'base', '--kind', kind);
      const line = ['block', 'init', 'shop', '--from', 'base'];
      const refused = told('USAGE', await ws.polycrate(...line, '--folder', 'blocks/shop'), ws);
      expect(refused).toContain('actions of "base" may need blocks/base/');
      expect(refused).toContain(`hint  polycrate ${line.join(' ')}\n`);
      expect(await ws.polycrate(...line)).toMatchObject({ status: 0 });
      expect(await ws.polycrate('validate', '--strict')).toMatchObject({ status: 0 });
    },
  );

  test('names a next step that works from where it was asked', async () => {
    await using ws = await scenario({ 'a b/workspace.poly': 'name: acme\n' });
    const nextOf = async (...argv: string[]) =>
      (await ws.polycrate(...argv)).stdout.replace(/^.*\nnext +/s, '').trimEnd();
    expect(await nextOf('-w', 'a b', 'block', 'init', 'base')).toBe("polycrate -w 'a b' run base install");
    expect(await ws.polycrate('-w', 'a b', 'run', 'base', 'install')).toMatchObject({ status: 0 });
  });

  test('does not take a kind as well, nor a parent nobody knows', async () => {
    await using ws = await scenario(EMPTY);
    await ws.polycrate('block', 'init', 'base');
    const both = await ws.polycrate('block', 'init', 'shop', '--from', 'base', '--kind', 'k8sapp');
    expect(both).toMatchObject({ status: 64 });
    const unknown = await ws.polycrate('block', 'init', 'shop', '--from', 'bass');
    expect(unknown).toMatchObject({ status: 65 });
    expect(unknown.stderr).toContain('did you mean "base"?');
    expect(await ws.read('workspace.poly')).toBe('name: acme\n');
  });
});

describe('block init refuses', () => {
  test('a name that is taken', async () => {
    await using ws = await scenario({
      ...EMPTY,
      'blocks/shop/block.poly': 'name: shop\nalias: store\n',
      'blocks/other/block.poly': 'name: web\n',
    });
    const code = 'BLOCK_EXISTS';
    expectWording(code, {
      'polycrate block init shop': told(code, await ws.polycrate('block', 'init', 'shop'), ws),
      'polycrate block init store': told(code, await ws.polycrate('block', 'init', 'store'), ws),
      'polycrate block init other': told(code, await ws.polycrate('block', 'init', 'other'), ws),
    });
  });

  test('a name that breaks the rule, a kind nobody knows, and a folder that is no workspace', async () => {
    await using ws = await scenario({ ...EMPTY });
    expect(told('NAME_INVALID', await ws.polycrate('block', 'init', '../shop'), ws)).toContain(
      'polycrate block init my-block',
    );
    expect(told('USAGE', await ws.polycrate('block', 'init', 'shop', '--kind', 'vm'), ws)).toContain('k8scluster');
    await using none = await scenario({});
    told('WORKSPACE_NOT_FOUND', await none.polycrate('block', 'init', 'shop'), none);
    expect(await readdir(none.directory)).toEqual([]);
  });
});
