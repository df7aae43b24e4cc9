import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { scenario, type Scenario } from '../support/command-line.ts';

const ACME = {
  'workspace.poly': `name: acme
blocks:
  - { name: web, alias: [site], kind: custom, labels: { tier: front }, actions: [{ name: deploy, script: echo }, { name: install, script: echo }] }
  - { name: db, actions: [{ name: backup, script: echo }] }
  - { name: base, template: true, actions: [{ name: install, script: echo }] }
workflows: [{ name: nightly, steps: [{ name: one, block: db, action: backup }] }]
`,
  'other/workspace.poly': 'name: other\nblocks: [{ name: shop, actions: [{ name: sell, script: echo }] }]\n',
  'notes.txt': '',
};

async function complete(ws: Scenario, line: string): Promise<string[]> {
  const { status, stdout } = await ws.polycrate('__complete', '--', ...line.split(' '));
  expect(status).toBe(0);
  return stdout.split('\n').filter((each) => each !== '');
}

describe('what may follow', () => {
  test.each([
    ['-o ', 'human json yaml ndjson'],
    ['--output=j', '--output=json'],
    ['validate -o ', 'human json yaml ndjson sarif github'],
    ['block init shop --kind k', 'k8sapp k8scluster'],
    ['block list --kind c', 'custom'],
    ['action list --kind ', 'script playbook'],
    ['block list --label t', 'tier'],
    ['block list --label tier=', 'tier=front'],
    ['init --type ', 'ed25519 rsa'],
    ['--set image.', 'image.reference= image.version='],
    ['--engine ', 'docker podman'],
    ['run --env ', ''],
    ['run --mount ', ''],
    ['--image-ref ', ''],
    ['completion ', 'bash zsh fish'],
    ['schema w', 'workspace'],
    ['config ssh.', 'ssh.strict ssh.agent ssh.control_persist ssh.cache_ttl'],
    ['block init shop --from ', 'base db web'],
    ['block inspect ', 'base db web'],
    ['block list db ', 'base db web'],
    ['run ', 'db web nightly'],
    ['plan ', 'db web'],
    ['shell ', 'db web'],
    ['exec ', 'db web'],
    ['install ', 'web'],
    ['run web ', 'deploy install'],
    ['run site ', 'deploy install'],
    ['run -e A=b --yes web ', 'deploy install'],
    ['-o json run web d', 'deploy'],
    ['run web deploy -- ', ''],
    ['workflow run ', 'nightly'],
    ['-w other run ', 'shop'],
    ['--workspace=other run ', 'shop'],
    ['-w ', 'blocks/ other/'],
    ['-w ot', 'other/'],
    ['help block i', 'inspect init'],
    ['block in', 'inspect init'],
    ['nope ', ''],
    ['block nope ', ''],
    ['config --explain --', '--explain --help'],
  ])('"%s" is %s', async (line, expected) => {
    await using ws = await scenario({ ...ACME, 'blocks/keep': '' });
    const words = await complete(ws, line);
    expect(line.endsWith('--') ? words.slice(0, 2) : words).toEqual(expected === '' ? [] : expected.split(' '));
  });

  test('are the newest transactions, by the ids that logs show takes', async () => {
    await using ws = await scenario(ACME);
    await ws.polycrate('run', 'db', 'backup');
    const [id = ''] = await complete(ws, 'logs show ');
    expect(id).toMatch(/^[0-9a-f]{8}$/);
    expect(await ws.polycrate('logs', 'show', id)).toMatchObject({ status: 0 });
  });

  test('are the workspaces that have a name', async () => {
    await using ws = await scenario(ACME);
    await mkdir(path.join(ws.directory, '.polycrate/workspaces'), { recursive: true });
    await symlink(path.join(ws.directory, 'other'), path.join(ws.directory, '.polycrate/workspaces/mine'));
    expect(await complete(ws, 'workspace use ')).toEqual(['mine']);
    expect(await complete(ws, 'workspace remove ')).toEqual(['mine']);
    expect(await complete(ws, '-w m')).toEqual(['mine']);
    expect(await complete(ws, '-w mine run ')).toEqual(['shop']);
  });

  test('are the blocks also where a file has a mistake, and nothing where there is no workspace', async () => {
    await using ws = await scenario({ ...ACME, 'blocks/bad/block.poly': 'name: bad\nkind: [\n' });
    await ws.write('blocks/odd/block.poly', 'name: [1]\n');
    expect(await complete(ws, 'run ')).toEqual(['db', 'web', 'nightly']);
    await using none = await scenario({});
    expect(await complete(none, 'run ')).toEqual([]);
  });
});

describe('the script for bash', () => {
  test.each([
    [['run', ''], ['web']],
    [['--output', '=', 'y'], ['yaml']],
    [
      ['--output', '='],
      ['human', 'json', 'yaml', 'ndjson'],
    ],
    [
      ['-w', ''],
      ['a\\ b\\$\\(touch\\ x\\)/', 'it/'],
    ],
  ])('completes %j to %j', async (words, expected) => {
    await using ws = await scenario({ 'workspace.poly': 'name: acme\nblocks: [{ name: web, actions: [] }]\n' });
    await mkdir(path.join(ws.directory, 'it'));
    await mkdir(path.join(ws.directory, 'a b$(touch x)'));
    const { stdout: answers } = await ws.polycrate('__complete', '--', ...joined(words));
    const { stdout: completion } = await ws.polycrate('completion', 'bash');
    await ws.write('answers', answers);
    await ws.write(
      'try.sh',
      `polycrate() { cat answers; }\n${completion}\nCOMP_WORDS=(polycrate "$@")\nCOMP_CWORD=$#\n_polycrate\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`,
    );
    const { stdout } = await promisify(execFile)('bash', ['try.sh', ...words], { cwd: ws.directory });
    expect(stdout.trimEnd().split('\n')).toEqual(expected);
  });
});

/** bash takes `--output=y` for three words. */
function joined(words: readonly string[]): string[] {
  return words.join('\n').replaceAll('\n=\n', '=').replaceAll('\n=', '=').split('\n');
}
