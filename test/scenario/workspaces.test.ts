import { lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scenario, told, type Scenario } from '../support/command-line.ts';

const NAMES = '.polycrate/workspaces';
const SHOP = { 'shop/workspace.poly': 'name: shop\norganization: acme\n' };
const WEB = { 'web/workspace.poly': 'name: web\n' };

async function list(ws: Scenario, ...flags: string[]): Promise<unknown> {
  const { status, stdout, stderr } = await ws.polycrate(...flags, 'workspace', 'list', '-o', 'json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('workspace add', () => {
  test('links a workspace by what it says of itself', async () => {
    await using ws = await scenario({ ...SHOP, ...WEB });
    expect(await ws.polycrate('workspace', 'add', 'shop')).toMatchObject({ status: 0, stderr: '' });
    expect(await ws.polycrate('workspace', 'add', 'web')).toMatchObject({ status: 0, stderr: '' });
    expect(await readlink(path.join(ws.directory, NAMES, 'acme/shop'))).toBe(path.join(ws.directory, 'shop'));
    expect(await readlink(path.join(ws.directory, NAMES, 'web'))).toBe(path.join(ws.directory, 'web'));
  });

  test('takes the workspace around the current folder, and another name', async () => {
    await using ws = await scenario({ ...SHOP, 'shop/deep/file': '' });
    const directory = path.join(ws.directory, 'shop/deep');
    await ws.polycrateWith({ directory }, 'workspace', 'add', '--name', 'mine');
    expect(await list(ws)).toMatchObject([{ name: 'mine', folder: path.join(ws.directory, 'shop') }]);
  });

  test('does nothing the second time', async () => {
    await using ws = await scenario(SHOP);
    await ws.polycrate('workspace', 'add', 'shop');
    const again = await ws.polycrate('workspace', 'add', 'shop', '-o', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ name: 'acme/shop', added: false });
  });

  test('refuses a name that is taken, also one inside another workspace', async () => {
    await using ws = await scenario({ ...SHOP, ...WEB });
    await ws.polycrate('workspace', 'add', 'web');
    const add = async (name: string) =>
      told('WORKSPACE_EXISTS', await ws.polycrate('workspace', 'add', 'shop', '--name', name), ws);
    expect(await add('web')).toBe(
      'error[WORKSPACE_EXISTS] the name "web" is taken: <folder>/web\n' +
        'hint  choose another: --name OTHER; or free it: polycrate workspace remove web\n',
    );
    expect(await add('web/shop')).toContain('the name "web" is taken');
  });

  test('refuses what is no workspace or no name', async () => {
    await using ws = await scenario({ ...SHOP, 'shop/deep/file': '' });
    told('WORKSPACE_NOT_FOUND', await ws.polycrate('workspace', 'add', 'shop/deep'), ws);
    told('WORKSPACE_NOT_FOUND', await ws.polycrate('workspace', 'add'), ws);
    for (const name of ['../../evil', '.hidden', 'x', 'one/two/three']) {
      told('NAME_INVALID', await ws.polycrate('workspace', 'add', 'shop', '--name', name), ws);
    }
  });
});

describe('workspace list', () => {
  test('shows both levels, links and folders, the current and the default one', async () => {
    await using ws = await scenario({
      ...SHOP,
      ...WEB,
      [`${NAMES}/corp/db/workspace.poly`]: 'name: db\norganization: corp\n',
      [`${NAMES}/corp/notes/file`]: '',
      [`${NAMES}/.hidden/workspace.poly`]: 'name: hidden\n',
    });
    await ws.polycrate('workspace', 'add', 'shop');
    await ws.polycrate('workspace', 'add', 'web');
    await ws.polycrate('workspace', 'use', 'web');
    const shown = await list(ws, '-w', 'shop');
    const at = (folder: string) => path.join(ws.directory, folder);
    expect(shown).toEqual([
      { name: 'acme/shop', folder: at('shop'), organization: 'acme', current: true, default: false },
      { name: 'corp/db', folder: at(`${NAMES}/corp/db`), organization: 'corp', current: false, default: false },
      { name: 'web', folder: at('web'), current: false, default: true },
    ]);
  });

  test('shows broken entries as such', async () => {
    await using ws = await scenario({
      'empty/file': '',
      [`${NAMES}/odd/workspace.poly`]: '- a list\n',
      [`${NAMES}/torn/workspace.poly`]: 'name: "torn\n',
      [`${NAMES}/org/file`]: '',
    });
    const link = (name: string, target: string) =>
      symlink(path.join(ws.directory, target), path.join(ws.directory, NAMES, name));
    await link('gone', 'nowhere');
    await link('empty', 'empty');
    await link('org/gone', 'nowhere');
    await link('loop', `${NAMES}/loop`);
    expect(await list(ws)).toMatchObject([
      { name: 'empty', broken: 'no workspace.poly there' },
      { name: 'gone', broken: 'the folder it leads to is gone' },
      { name: 'loop', broken: 'the folder it leads to is gone' },
      { name: 'odd', broken: 'its workspace.poly is not a map' },
      { name: 'org/gone', broken: 'the folder it leads to is gone' },
      { name: 'torn', broken: 'its workspace.poly is not valid YAML' },
    ]);
  });

  test('loads no block', async () => {
    await using ws = await scenario({ ...SHOP, 'shop/blocks/a/block.poly': '}{\n' });
    await ws.polycrate('workspace', 'add', 'shop');
    expect(await list(ws)).toMatchObject([{ name: 'acme/shop' }]);
  });

  test('says what to do when there are none', async () => {
    await using ws = await scenario({});
    const { status, stdout, stderr } = await ws.polycrate('workspace', 'list');
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('polycrate workspace add');
  });
});

describe('workspace use', () => {
  test('keeps whatever else stands in the user’s file', async () => {
    const file = '.polycrate/polycrate.yml';
    const before = '# mine\nloglevel: 2 # loud\n\n# the registry\nregistry:\n    url: x\n';
    await using ws = await scenario({ ...SHOP, ...WEB, [file]: before });
    await ws.polycrate('workspace', 'add', 'shop');
    await ws.polycrate('workspace', 'add', 'web');
    expect(await ws.polycrate('workspace', 'use', 'shop')).toMatchObject({ status: 0, stderr: '' });
    expect(await ws.read(file)).toBe(`${before}workspace: acme/shop\n`);
    await ws.polycrate('workspace', 'use', 'web');
    expect(await ws.read(file)).toBe(`${before}workspace: web\n`);
    await ws.polycrate('workspace', 'use', '--none');
    expect(await ws.read(file)).toBe(before);
  });

  test('refuses a name that is not there, or a file that is broken', async () => {
    await using ws = await scenario(SHOP);
    await ws.polycrate('workspace', 'add', 'shop');
    const unknown = told('WORKSPACE_NOT_FOUND', await ws.polycrate('workspace', 'use', 'shpo'), ws);
    expect(unknown).toContain('hint  did you mean "shop"?');
    told('USAGE', await ws.polycrate('workspace', 'use'), ws);
    told('USAGE', await ws.polycrate('workspace', 'use', 'shop', '--none'), ws);
    await ws.write('.polycrate/polycrate.yml', 'a: "b\n');
    const broken = told('YAML_INVALID', await ws.polycrate('workspace', 'use', 'shop'), ws);
    expect(broken).toContain('polycrate.yml:');
    await ws.write('.polycrate/polycrate.yml', '- a\n');
    told('VALUE_INVALID', await ws.polycrate('workspace', 'use', 'shop'), ws);
    expect(await ws.read('.polycrate/polycrate.yml')).toBe('- a\n');
  });
});

describe('workspace remove', () => {
  test('removes the link and nothing else, and the default with it', async () => {
    await using ws = await scenario(SHOP);
    await ws.polycrate('workspace', 'add', 'shop');
    await ws.polycrate('workspace', 'use', 'shop');
    const removed = await ws.polycrate('workspace', 'remove', 'acme/shop');
    expect(removed).toMatchObject({ status: 0, stdout: 'acme/shop removed; it was the default workspace\n' });
    expect(await ws.read('shop/workspace.poly')).toContain('name: shop');
    expect(await list(ws)).toEqual([]);
    expect(await ws.read('.polycrate/polycrate.yml')).toBe('');
  });

  test('never removes a folder', async () => {
    await using ws = await scenario({ [`${NAMES}/web/workspace.poly`]: 'name: web\n' });
    expect(told('USAGE', await ws.polycrate('workspace', 'remove', 'web'), ws)).toContain('only links are removed');
    expect((await lstat(path.join(ws.directory, NAMES, 'web'))).isDirectory()).toBe(true);
  });

  test('removes a broken link, and knows the nearest name', async () => {
    await using ws = await scenario({});
    await mkdir(path.join(ws.directory, NAMES), { recursive: true });
    await symlink('nowhere', path.join(ws.directory, NAMES, 'gone'));
    expect(told('WORKSPACE_NOT_FOUND', await ws.polycrate('workspace', 'remove', 'gnoe'), ws)).toContain(
      'did you mean "gone"?',
    );
    expect(await ws.polycrate('workspace', 'remove', 'gone')).toMatchObject({ status: 0, stdout: 'gone removed\n' });
  });
});

test('a command outside of every workspace takes the default one, and says so', async () => {
  await using ws = await scenario({ ...SHOP, 'outside/file': '' });
  await ws.polycrate('workspace', 'add', 'shop');
  await ws.polycrate('workspace', 'use', 'acme/shop');
  const outside = { directory: path.join(ws.directory, 'outside') };
  const { status, stderr } = await ws.polycrateWith(outside, 'block', 'list');
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringContaining(
      'workspace acme/shop, your default (polycrate workspace use)\n',
    ) as unknown as string,
  });
  const inside = { directory: path.join(ws.directory, 'shop') };
  expect((await ws.polycrateWith(inside, 'block', 'list')).stderr).not.toContain('default');
  const byName = await ws.polycrateWith(outside, '-w', 'shop', 'workspace', 'inspect', '-o', 'json');
  expect(JSON.parse(byName.stdout)).toMatchObject({ name: 'shop' });
});
