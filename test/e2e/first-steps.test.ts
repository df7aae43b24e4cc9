import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { installPacked } from '../support/packed.ts';
import { closeWorkspaces, createEmpty } from '../support/workspaces.ts';

const MiB = 1024 * 1024;

describe('the packed and globally installed CLI', () => {
  let packageRoot: string;
  beforeAll(async () => {
    packageRoot = path.join(await installPacked(), '../../lib/node_modules/polycrate');
  }, 120_000);
  afterEach(closeWorkspaces);

  test('installs without any dependency, in at most 3 MB', async () => {
    const manifest = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    const entries = await readdir(packageRoot, { recursive: true });
    const sizes = await Promise.all(entries.map(async (entry) => (await stat(path.join(packageRoot, entry))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3 * MiB);
    expect(entries.filter((entry) => entry.includes('node_modules'))).toEqual([]);
  });

  test('takes a stranger from an empty folder to a script and a playbook that run', async () => {
    const folder = await createEmpty('acme');
    const init = await folder.polycrate('init', '--name', 'acme');
    expect(init).toMatchObject({ code: 0, stderr: '' });
    expect(init.stdout).toContain('polycrate run hello greet');

    const greeting = await folder.polycrate('run', 'hello', 'greet');
    expect(greeting.stdout).toMatch(/^Hello from acme, Terraform v\d+\.\d+\.\d+\n$/);
    expect(greeting.stderr).toMatch(
      /▶ hello greet .*\n✔ succeeded · exit 0 · .*\n {2}artifacts created: greeted\.txt\n/,
    );
    expect(greeting.code).toBe(0);
    await expect(folder.read('artifacts/blocks/hello/greeted.txt')).resolves.not.toBe('');

    const ping = await folder.polycrate('run', 'hello', 'ping');
    expect(ping.stdout).toContain('msg: Hello from localhost');
    expect(ping.stdout).toMatch(/localhost +: ok=2 +changed=0 +unreachable=0 +failed=0/);
    expect(ping.code).toBe(0);

    const [first, second] = await folder.records();
    expect(first).toMatchObject({
      workspace: 'acme',
      block: 'hello',
      action: 'greet',
      state: 'succeeded',
      exit_code: 0,
    });
    expect(second).toMatchObject({
      workspace: 'acme',
      block: 'hello',
      action: 'ping',
      state: 'succeeded',
      exit_code: 0,
    });
  });

  test('names a record in its footer by an id that finds it, however close the runs are', async () => {
    const folder = await createEmpty('acme');
    await folder.polycrate('init', '--name', 'acme');
    const runs = [await folder.polycrate('run', 'hello', 'greet'), await folder.polycrate('run', 'hello', 'greet')];
    const ids = runs.map(({ stderr }) => /polycrate logs show (\S+)/.exec(stderr)?.[1] ?? '');
    const shown = await Promise.all(ids.map((id) => folder.polycrate('logs', 'show', id, '-o', 'json')));
    expect(shown.map(({ stderr }) => stderr)).toEqual(['', '']);
    const found = shown.map(({ stdout }) => (JSON.parse(stdout) as { transaction: string }).transaction);
    expect(found).toEqual((await folder.records()).map(({ transaction }) => transaction));
  });
});
