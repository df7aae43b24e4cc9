import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createFiles } from '../../../src/adapters/disk/index.ts';
import { readHost } from '../../../src/adapters/system/index.ts';
import { findNamedWorkspace, resolveWorkspaceFolder, type ChosenFolder } from '../../../src/cli/workspace-folder.ts';
import type { Files } from '../../../src/workspace/index.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'polycrate-folder-'));
  await mkdir(path.join(root, 'here'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const at = (...parts: string[]): string => path.join(root, ...parts);

/** A workspace that says `text`, linked as `name` when one is given. */
async function workspace(folder: string, text: string, name?: string): Promise<void> {
  await mkdir(at(folder), { recursive: true });
  await writeFile(at(folder, 'workspace.poly'), text);
  if (name === undefined) return;
  const link = at('home/.polycrate/workspaces', name);
  await mkdir(path.dirname(link), { recursive: true });
  await symlink(at(folder), link);
}

function choose(option: string | undefined, directory = at('here'), files = createFiles()): Promise<ChosenFolder> {
  const host = { ...readHost('0.0.0'), directory, env: { HOME: at('home') } };
  return resolveWorkspaceFolder(option, { host, files });
}

/** Files of which none but the user's own may be read and no folder listed. */
function unread(): Files {
  const files = createFiles();
  const refuse = () => Promise.reject(new Error('was looked into'));
  return { ...files, list: refuse, read: (file) => (file.endsWith('polycrate.yml') ? files.read(file) : refuse()) };
}

describe('-w', () => {
  test('means a folder that exists, before any name', async () => {
    await workspace('named', 'name: shop\n', 'shop');
    await workspace('here/shop', 'name: other\n');
    expect(await choose('shop')).toEqual({ folder: at('here/shop'), exact: true });
    expect(await choose(at('named'))).toEqual({ folder: at('named'), exact: true });
  });

  test.each(['shop', 'acme/shop', 'store'])('means the workspace of the name %s', async (name) => {
    await workspace('named', 'name: store\n', 'acme/shop');
    expect(await choose(name)).toEqual({ folder: at('named'), exact: true });
  });

  test('prefers where it lies to what it says of itself', async () => {
    await workspace('one', 'name: shop\n', 'web');
    await workspace('two', 'name: web\n', 'shop');
    expect(await choose('web')).toEqual({ folder: at('one'), exact: true });
  });

  test.each(['acme/shop', 'web'])('looks into no workspace for the exact name %s', async (name) => {
    await workspace('one', 'name: one\n', 'acme/shop');
    await workspace('two', 'name: two\n', 'web');
    const folder = at(name === 'web' ? 'two' : 'one');
    expect(await choose(name, at('here'), unread())).toEqual({ folder, exact: true });
  });

  test('knows no name below a workspace, nor outside of the folder of names', async () => {
    await workspace('one', 'name: one\n', 'web');
    await workspace('one/inner', 'name: inner\n');
    await expect(choose('web/inner')).rejects.toMatchObject({ code: 'WORKSPACE_NOT_FOUND' });
    await workspace('home/.polycrate/secret', 'name: x\n');
    const world = { host: { ...readHost('0.0.0'), env: { HOME: at('home') } }, files: createFiles() };
    for (const name of ['../secret', '.', '', 'web/', 'web/../web', '/web']) {
      expect(await findNamedWorkspace(name, world)).toHaveProperty('hint');
    }
  });

  test('opens a named workspace with mistakes in it, so that they are shown', async () => {
    await workspace('torn', 'name: "torn\n', 'torn');
    expect(await choose('torn')).toEqual({ folder: at('torn'), exact: true });
  });

  test('says where it has looked, and the nearest name', async () => {
    await workspace('named', 'name: shop\n', 'shop');
    await expect(choose('shpo')).rejects.toMatchObject({
      code: 'WORKSPACE_NOT_FOUND',
      message: `there is neither a folder ${at('here/shpo')} nor a workspace "shpo" below ${at('home/.polycrate/workspaces')}`,
      hint: 'did you mean "shop"?',
    });
  });

  test('does not choose among several', async () => {
    await workspace('one', 'name: shop\n', 'acme/shop');
    await workspace('two', 'name: shop\n', 'corp/shop');
    await expect(choose('shop')).rejects.toMatchObject({ hint: 'several are called so: acme/shop, corp/shop' });
  });

  test('says that a name leads nowhere any more', async () => {
    await workspace('gone', 'name: gone\n', 'old');
    await rm(at('gone'), { recursive: true });
    await expect(choose('old')).rejects.toMatchObject({
      hint: '"old" is broken (the folder it leads to is gone); remove it: polycrate workspace remove old',
    });
  });

  test.each(['../elsewhere', './shop', '/nowhere/at/all', '~x'])('takes %s for a path only', async (option) => {
    expect(await choose(option)).toEqual({ folder: path.resolve(at('here'), option), exact: true });
  });
});

describe('without -w', () => {
  const useDefault = (name: string) => writeFile(at('home/.polycrate/polycrate.yml'), `workspace: ${name}\n`);

  test('the workspace around the current folder counts, not the default one', async () => {
    await workspace('named', 'name: shop\n', 'shop');
    await workspace('here', 'name: here\n');
    await useDefault('shop');
    await mkdir(at('here/deep'));
    expect(await choose(undefined, at('here/deep'))).toEqual({ folder: at('here/deep'), exact: false });
  });

  test('the default workspace counts in a folder that is in none', async () => {
    await workspace('named', 'name: shop\n', 'shop');
    await useDefault('shop');
    expect(await choose(undefined)).toMatchObject({ folder: at('named'), exact: true });
    expect(await choose(undefined, at('here'), unread())).toMatchObject({ folder: at('named'), defaulted: 'shop' });
  });

  test('a default workspace that is gone is told', async () => {
    await workspace('named', 'name: shop\n', 'shop');
    await useDefault('web');
    await expect(choose(undefined)).rejects.toMatchObject({
      code: 'WORKSPACE_NOT_FOUND',
      message: `no workspace.poly in ${at('here')} or any folder above it, and the default workspace "web" is not to be found`,
    });
  });

  test('the current folder is what is left', async () => {
    expect(await choose(undefined)).toEqual({ folder: at('here'), exact: false });
  });
});
