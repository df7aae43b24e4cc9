import { lstat, mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { scenario, told, type Scenario } from '../support/command-line.ts';

const everything = async ({ directory }: Scenario) => (await readdir(directory, { recursive: true })).sort();

describe('init writes through no link', () => {
  test.each(['nowhere', '../theirs'])('a .gitignore that leads to %s stays, and it is told', async (target) => {
    await using ws = await scenario({ theirs: 'mine\n' });
    await mkdir(path.join(ws.directory, 'acme'));
    await symlink(target, path.join(ws.directory, 'acme/.gitignore'));
    const { status, stdout, stderr } = await ws.polycrate('init', '--bare', 'acme');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^left as it was +\.gitignore\n/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'not ignored secrets: .gitignore is no ordinary file; put one in its place, with the lines secrets.poly and artifacts/secrets/',
    );
    expect((await lstat(path.join(ws.directory, 'acme/.gitignore'))).isSymbolicLink()).toBe(true);
    expect(await ws.read('theirs')).toBe('mine\n');
    expect(await everything(ws)).toEqual(['acme', 'acme/.gitignore', 'acme/workspace.poly', 'theirs']);
  });

  test('a workspace.poly that leads nowhere is refused, and nothing is made', async () => {
    await using ws = await scenario({});
    await symlink('nowhere', path.join(ws.directory, 'workspace.poly'));
    const stderr = told('WORKSPACE_EXISTS', await ws.polycrate('init'), ws);
    expect(stderr).toContain('<folder>/workspace.poly is a link that leads nowhere\nhint  remove it: rm ');
    expect(await everything(ws)).toEqual(['workspace.poly']);
  });
});

test('two inits at once make one workspace', async () => {
  await using ws = await scenario({});
  const both = await Promise.all(['one', 'two'].map((name) => ws.polycrate('init', 'acme', '--name', name)));
  expect(both.map(({ status }) => status).sort()).toEqual([0, 73]);
  const winner = both[0]?.status === 0 ? 'one' : 'two';
  expect(await ws.read('acme/workspace.poly')).toContain(`name: ${winner}\n`);
});

describe('init --with-ssh-keys makes no second half', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['beside a public key', { 'artifacts/secrets/id_ed25519.pub': 'mine' }, ['id_ed25519.pub']],
    ['beside a private key', { 'artifacts/secrets/id_ed25519': 'mine' }, ['id_ed25519']],
    [
      'of a pair that is there',
      { 'artifacts/secrets/id_ed25519': 'mine', 'artifacts/secrets/id_ed25519.pub': 'mine' },
      ['id_ed25519', 'id_ed25519.pub'],
    ],
  ])('%s', async (_, files, names) => {
    await using ws = await scenario(files);
    const { status, stdout } = await ws.polycrate('init', '--name', 'acme', '--with-ssh-keys', '-o', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ left: names.map((name) => `artifacts/secrets/${name}`) });
    expect((await readdir(path.join(ws.directory, 'artifacts/secrets'))).sort()).toEqual(names);
    for (const file of Object.keys(files)) expect(await ws.read(file)).toBe('mine');
  });

  test('beside a link that leads nowhere', async () => {
    await using ws = await scenario({ 'artifacts/secrets/keep': '' });
    await symlink('/nowhere', path.join(ws.directory, 'artifacts/secrets/id_ed25519'));
    expect(await ws.polycrate('init', '--name', 'acme', '--with-ssh-keys')).toMatchObject({ status: 0 });
    expect((await readdir(path.join(ws.directory, 'artifacts/secrets'))).sort()).toEqual(['id_ed25519', 'keep']);
  });
});
