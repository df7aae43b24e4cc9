import { describe, expect, test } from '@jest/globals';
import { scenario, told, type Answer } from '../support/command-line.ts';

async function polycrate(line: string, columns?: number): Promise<Answer> {
  await using ws = await scenario({ 'workspace.poly': 'name: acme\n' });
  return await ws.polycrateWith(columns === undefined ? {} : { columns }, ...line.split(' '));
}

const GROUPS = ['block', 'action', 'workflow', 'workspace', 'logs', 'toolchain'];

describe('help', () => {
  test.each([undefined, 40, 60, 80, 120])('is as wide as a terminal of %s columns, 80 without one', async (columns) => {
    for (const line of ['--help', 'block --help', 'workflow run --help', 'validate --help', 'completion --help']) {
      const { status, stdout } = await polycrate(line, columns);
      expect(status).toBe(0);
      const lines = stdout.split('\n').filter((each) => !/^Usage:|~\//.test(each) && each.includes(' '));
      if (columns !== 40) expect(Math.max(...lines.map((each) => each.length))).toBeLessThanOrEqual(columns ?? 80);
      expect(stdout).not.toMatch(/default: (false|\[\])/);
    }
  });

  test('of a command ends with where the other options are', async () => {
    for (const line of ['block init --help', 'run --help', ...GROUPS.map((group) => `${group} --help`)]) {
      expect((await polycrate(line)).stdout).toMatch(/\n\nGlobal options: polycrate --help\n$/);
    }
  });

  test.each([
    ['help block init', 'block init --help'],
    ['help block', 'block --help'],
    ['block help init', 'block init --help'],
    ['help run', 'run --help'],
    ['help', '--help'],
  ])('%s is %s', async (line, same) => {
    expect(await polycrate(line)).toEqual(await polycrate(same));
  });

  test('has no group with nothing but help in it', async () => {
    expect((await polycrate('--help')).stdout).not.toContain('Commands:');
  });

  test('of completion says for each shell how to have it', async () => {
    const { stdout } = await polycrate('completion --help');
    for (const kind of ['bash', 'zsh', 'fish']) expect(stdout).toMatch(new RegExp(`\\n  ${kind} .*completion ${kind}`));
  });
});

describe('a command line that is not understood', () => {
  test.each([
    ['help nope', 'polycrate --help'],
    ['help blok', 'polycrate help block'],
    ['block help lst', 'polycrate help block list'],
    ['block list --xyzzy', 'polycrate block list --help'],
    ['block lst', 'did you mean list? (polycrate block --help)'],
    ['block init', 'polycrate block init --help'],
    ['block init shop --kind k8s', 'did you mean "k8sapp"? (polycrate block init --help)'],
    ['block list -o jsn', 'did you mean "json"? (polycrate block list --help)'],
    ['run web deploy --dry-run', 'polycrate plan web deploy'],
    ['install web --dry-run', 'polycrate plan web install'],
    ['run web deploy -v', 'polycrate run --verbose says more; polycrate --version prints the version'],
    [
      'validate workspace.poly',
      'it checks all files at once: polycrate validate here, or polycrate -w FOLDER validate elsewhere',
    ],
  ])('%s: %s', async (line, hint) => {
    const answer = await polycrate(line);
    expect(told('USAGE', answer, { directory: '/nowhere' })).toContain(`\nhint  ${hint}\n`);
    expect(answer.stdout).toBe('');
  });

  test.each(['-v', '--version', '-v run web deploy', '-o json --version'])('%s prints the version', async (line) => {
    expect(await polycrate(line)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('run with a block and its action in one word', () => {
  test.each([
    ['hello.greet', 'polycrate run hello greet'],
    ['hello/greet', 'polycrate run hello greet'],
    ['hello:greet', 'polycrate run hello greet'],
    ['web.example.com.greet', 'polycrate run web.example.com greet'],
    ['hello.nope', 'add it to "workflows" in workspace.poly'],
  ])('%s: %s', async (word, hint) => {
    const actions = 'actions: [{ name: greet, script: echo }]';
    await using ws = await scenario({
      'workspace.poly': `name: acme\nblocks: [{ name: hello, ${actions} }, { name: web.example.com, ${actions} }]\n`,
    });
    expect(told('WORKFLOW_UNKNOWN', await ws.polycrate('run', word), ws)).toContain(`\nhint  ${hint}\n`);
  });
});
