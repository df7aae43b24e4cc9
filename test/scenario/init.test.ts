import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { PUBLISHED } from '../../src/schema/published.ts';
import { expectWording, scenario, told, type Scenario } from '../support/command-line.ts';

const FIRST = ['README.md', 'blocks/hello/block.poly', 'blocks/hello/ping.yml', '.gitignore', 'workspace.poly'];

const schemaOf = (name: string): string =>
  String(PUBLISHED.find((published) => published.name === name)?.document['$id']);

async function everything({ directory }: Scenario): Promise<string[]> {
  return (await readdir(directory, { recursive: true })).sort();
}

describe('init', () => {
  test.each(['init', 'workspace init'])('%s makes a workspace that is valid as it is', async (words) => {
    await using ws = await scenario({});
    const made = await ws.polycrate(...words.split(' '), '--name', 'acme', '--organization', 'corp', '-o', 'json');
    expect(made).toMatchObject({ status: 0, stderr: '' });
    const directory = ws.directory;
    expect(JSON.parse(made.stdout)).toEqual({
      name: 'acme',
      organization: 'corp',
      directory,
      written: FIRST,
      left: [],
    });
    expect(await ws.polycrate('validate', '--strict')).toMatchObject({ status: 0, stderr: '' });
    expect(await ws.read('README.md')).toMatch(/^# acme\n/);
  });

  test('names the published schemas for editors', async () => {
    await using ws = await scenario({});
    await ws.polycrate('init', '--name', 'acme');
    const modeline = (name: string) => `# yaml-language-server: $schema=${schemaOf(name)}\n`;
    expect(await ws.read('workspace.poly')).toContain(modeline('workspace'));
    expect(await ws.read('blocks/hello/block.poly')).toContain(modeline('block'));
  });

  test('gives hints that work once they are no comments any more', async () => {
    await using ws = await scenario({});
    await ws.polycrate('init', '--name', 'acme');
    const text = await ws.read('workspace.poly');
    await ws.write('workspace.poly', text.replace(/^# (?!yaml-)((?: *- )?[ a-z_-]+:.*| +- .*)$/gm, '$1'));
    const { organization, blocks, workflows, extraenv } = parse(await ws.read('workspace.poly')) as Record<
      string,
      unknown
    >;
    expect([organization, blocks, workflows, extraenv]).not.toContain(undefined);
    expect(await ws.polycrate('validate', '--strict')).toMatchObject({ status: 0, stderr: '' });
    expect(await ws.polycrate('workflow', 'inspect', 'morning')).toMatchObject({ status: 0 });
  });

  test('quotes a name that YAML would take for something else', async () => {
    await using ws = await scenario({});
    expect(await ws.polycrate('init', '--name', 'null')).toMatchObject({ status: 0 });
    expect(parse(await ws.read('workspace.poly'))).toEqual({ name: 'null' });
  });

  test('leaves what is there, and says so', async () => {
    await using ws = await scenario({
      'README.md': 'mine\n',
      '.gitignore': 'node_modules\n',
      'blocks/hello/ping.yml': '',
    });
    const { stdout } = await ws.polycrate('init', '--name', 'acme', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      written: ['blocks/hello/block.poly', '.gitignore', 'workspace.poly'],
      left: ['README.md', 'blocks/hello/ping.yml'],
    });
    expect(await ws.read('README.md')).toBe('mine\n');
    expect(await ws.read('.gitignore')).toMatch(/^node_modules\n\n.*\nsecrets\.poly\n/);
  });

  test('adds no example to blocks that are there, and names a next step that works', async () => {
    await using ws = await scenario({
      'blocks/hello/block.poly': 'name: other\nactions: [{ name: go, script: echo }]\n',
    });
    const { stdout } = await ws.polycrate('init', '--name', 'acme');
    expect(await readdir(path.join(ws.directory, 'blocks/hello'))).toEqual(['block.poly']);
    expect(stdout).toMatch(/\nnext +polycrate block list\n$/);
    expect((await ws.polycrate('block', 'list')).stdout).toContain('other');
    expect(await ws.read('workspace.poly')).not.toContain('hello');
  });

  test('says that it is inside another workspace', async () => {
    await using ws = await scenario({ 'workspace.poly': 'name: outer\n' });
    const { stdout } = await ws.polycrate('init', 'sub');
    expect(stdout.match(/^inside .*$/gm)).toEqual([
      `inside     ${ws.directory}, a workspace too; below ${ws.directory}/sub commands use the new one`,
    ]);
  });

  test('says nothing with --quiet', async () => {
    await using ws = await scenario({});
    expect(await ws.polycrate('init', '-q', 'acme')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await ws.polycrate('-w', 'acme', 'validate')).toMatchObject({ status: 0 });
  });

  test('--bare makes nothing but workspace.poly and .gitignore', async () => {
    await using ws = await scenario({});
    expect(await ws.polycrate('init', '--bare', 'acme')).toMatchObject({ status: 0 });
    expect(await everything(ws)).toEqual(['acme', 'acme/.gitignore', 'acme/workspace.poly']);
    expect(await ws.read('acme/workspace.poly')).not.toContain('hello');
    expect(await ws.polycrate('-w', 'acme', 'validate', '--strict')).toMatchObject({ status: 0, stderr: '' });
  });

  test('takes --with-name as the existing tool does', async () => {
    await using ws = await scenario({});
    await ws.polycrate('init', '--with-name', 'acme');
    expect(parse(await ws.read('workspace.poly'))).toEqual({ name: 'acme' });
  });

  test('takes back what it has written when something cannot be written', async () => {
    await using ws = await scenario({ 'acme/.gitignore': 'mine\n', 'acme/blocks': 'a file\n' });
    const before = await everything(ws);
    expect((await ws.polycrate('init', 'acme')).status).toBe(74);
    expect(await everything(ws)).toEqual(before);
    expect(await ws.read('acme/.gitignore')).toBe('mine\n');
  });
});

describe('init on a terminal', () => {
  test('asks for the names, again when one breaks the rule', async () => {
    await using ws = await scenario({});
    const { status, stderr } = await ws.polycrateWith({ columns: 80, typed: '9x\nmy-team\ncorp\n' }, 'init', 'acme');
    expect(stderr).toBe(
      'Name of the workspace [acme]: That is not a name: letters first, then letters and digits, joined by single - _ or /, ' +
        'at least two characters.\nName of the workspace [acme]: Name of your organization [none]: ',
    );
    expect(status).toBe(0);
    expect(parse(await ws.read('acme/workspace.poly'))).toEqual({ name: 'my-team', organization: 'corp' });
  });

  test('takes what it suggests for Enter', async () => {
    await using ws = await scenario({});
    await ws.polycrateWith({ columns: 80, typed: '\n\n' }, 'init', 'acme');
    expect(parse(await ws.read('acme/workspace.poly'))).toEqual({ name: 'acme' });
  });

  test('asks only for what no flag says', async () => {
    await using ws = await scenario({});
    const some = await ws.polycrateWith({ columns: 80, typed: '\n' }, 'init', 'one', '--organization', 'corp');
    expect(some.stderr).toBe('Name of the workspace [one]: ');
    const none = await ws.polycrateWith({ columns: 80 }, 'init', 'two', '--name', 'two', '--organization', 'corp');
    expect(none).toMatchObject({ status: 0, stderr: '' });
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['a CI job', { CI: 'true' }, []],
    ['--yes', {}, ['--yes']],
    ['-o json', {}, ['-o', 'json']],
  ])('asks nothing with %s', async (_, env, flags) => {
    await using ws = await scenario({});
    const answer = await ws.polycrateWith(
      { columns: 80, env: { HOME: ws.directory, ...env } },
      'init',
      'acme',
      ...flags,
    );
    expect(answer).toMatchObject({ status: 0, stderr: '' });
    expect(parse(await ws.read('acme/workspace.poly'))).toEqual({ name: 'acme' });
  });

  test('leaves nothing behind when the answer is Ctrl-C or Ctrl-D', async () => {
    await using ws = await scenario({});
    const read = () => void process.emit('SIGINT', 'SIGINT');
    const stdin = Object.assign(new Readable({ read }), { isTTY: true });
    const interrupted = await ws.polycrateWith({ columns: 80, stdin }, 'init', 'acme');
    expect(interrupted.status).toBe(130);
    expect(interrupted.stderr).toContain(
      'error[INTERRUPTED] "Name of the workspace" was not answered\nhint  nothing has been written\n',
    );
    expect((await ws.polycrateWith({ columns: 80, typed: '' }, 'init', 'acme')).stderr).toContain(
      'error[PROMPT_UNANSWERED]',
    );
    expect(await everything(ws)).toEqual([]);
  });
});

describe('init --with-ssh-keys', () => {
  test.each(['ed25519', 'rsa'])(
    'makes a pair of the type %s, whose private half is for its owner alone',
    async (type) => {
      await using ws = await scenario({});
      const made = await ws.polycrate('init', '--name', 'acme', '--with-ssh-keys', '--type', type);
      expect(made).toMatchObject({ status: 0, stderr: '' });
      const file = path.join(ws.directory, `artifacts/secrets/id_${type}`);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await stat(`${file}.pub`)).mode & 0o777).toBe(0o644);
      expect(await ws.read(`artifacts/secrets/id_${type}.pub`)).toMatch(new RegExp(`^ssh-${type} \\S+ acme\n$`));
    },
  );

  test('leaves a key that is there', async () => {
    await using ws = await scenario({ 'artifacts/secrets/id_ed25519': 'mine' });
    await ws.polycrate('init', '--name', 'acme', '--with-ssh-keys');
    expect(await readdir(path.join(ws.directory, 'artifacts/secrets'))).toEqual(['id_ed25519']);
    expect(await ws.read('artifacts/secrets/id_ed25519')).toBe('mine');
  });

  test('says what is missing where there is no ssh-keygen, and makes nothing', async () => {
    await using ws = await scenario({});
    const code = 'TOOL_MISSING';
    const env = { HOME: ws.directory, PATH: path.join(ws.directory, 'nowhere') };
    const absent = told(code, await ws.polycrateWith({ env }, 'init', '--with-ssh-keys'), ws);
    expect(await everything(ws)).toEqual([]);
    expectWording(code, { 'polycrate init --with-ssh-keys': absent });
    await mkdir(env.PATH);
    await ws.write('nowhere/ssh-keygen', '#!/bin/sh\necho unknown key type >&2\nexit 1\n');
    await chmod(path.join(env.PATH, 'ssh-keygen'), 0o755);
    expect(told(code, await ws.polycrateWith({ env }, 'init', '--with-ssh-keys'), ws)).toContain('unknown key type');
  });
});
