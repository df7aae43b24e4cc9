import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type GithubRunner, startRunner } from '../support/github-runner.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

const run = promisify(execFile);

const FILES = {
  'blocks/shop/block.poly': `name: shop
actions:
  - { name: build, script: 'printf "<%s>" "$@" ; echo' }
  - { name: deploy, script: [echo deploying >&2, exit 3] }
  - { name: wait, script: 'trap "echo ended; exit 9" INT; echo up; while :; do sleep 0.05; done' }
`,
  'workspace.poly': `workflows:
  - name: release
    steps: [{ name: build, block: shop, action: build }, { name: deploy, block: shop, action: deploy }]
`,
};

let runner: GithubRunner;
let tarball: string;

beforeAll(async () => {
  runner = await startRunner();
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', runner.home], {
    cwd: path.join(import.meta.dirname, '../..'),
  });
  tarball = path.join(runner.home, stdout.trim().split('\n').at(-1) ?? '');
}, 120_000);
afterEach(closeWorkspaces);
afterAll(async () => {
  await runner[Symbol.asyncDispose]();
});

const use = (workspace: TestWorkspace, inputs: Readonly<Record<string, string>>) =>
  runner.use({ package: tarball, cache: 'false', ...inputs }, workspace);

describe('the GitHub Action', () => {
  test('runs an action with its arguments as they are, and tells the job how it ended', async () => {
    const workspace = await createWorkspace(FILES);
    const { outputs, summary, log, status } = await use(workspace, {
      ...{ block: 'shop', action: 'build', strict: 'true' },
      arguments: 'two words\n$(echo no)\n',
    });
    expect(log).toContain('<two words><$(echo no)>');
    expect(status).toBe(0);
    const { transaction, state } = await workspace.record();
    expect(outputs).toEqual({
      ...{ 'exit-code': '0', state, transaction, records: path.join(workspace.directory, '.logs') },
      junit: expect.stringContaining(`polycrate-${transaction}.xml`),
    });
    expect(summary).toContain('**✅ shop build** · succeeded · exit 0');
  });

  test('fails with the status of what failed in a workflow, and leaves a report and a summary', async () => {
    const workspace = await createWorkspace(FILES);
    const { outputs, summary, log, status } = await use(workspace, { workflow: 'release' });
    expect({ status, code: outputs['exit-code'], state: outputs['state'] }).toEqual({
      status: 3,
      code: '3',
      state: 'failed',
    });
    expect(await readFile(outputs['junit'] ?? '', 'utf8')).toMatch(/tests="2" failures="1"/);
    expect(summary).toContain('| ❌ deploy | shop/deploy | failed | 3 |');
    expect(log).toMatch(/::error title=step deploy%3A failed,file=blocks\/shop\/block.poly,line=4/);
    expect(log.indexOf('deploying')).toBeGreaterThan(log.indexOf('[2/2] deploy'));
  });

  test('says in the summary that nothing has run where something is wrong before', async () => {
    const workspace = await createWorkspace(FILES);
    const { outputs, summary, log, status } = await use(workspace, { block: 'shop', action: 'nope' });
    expect({ status, ...outputs }).toMatchObject({
      status: 65,
      'exit-code': '65',
      state: '',
      transaction: '',
      junit: '',
    });
    expect(log).toContain('::error title=ACTION_UNKNOWN');
    expect(summary).toMatch(/❌ polycrate run.* exit 65 · nothing has run/);
  });

  test.each([
    [{ workflow: 'release', block: 'shop' }, 'not both'],
    [{ block: 'shop' }, 'name the action'],
    [{ action: 'build' }, 'name the block'],
  ])('refuses %j', async (inputs, told) => {
    const workspace = await createWorkspace(FILES);
    const { status, log } = await use(workspace, inputs);
    expect(status).toBe(64);
    expect(log).toContain(
      `::error::${told}`.replace('not both', 'name a workflow, or a block and an action, not both'),
    );
  });

  test('ends the action when the job is cancelled', async () => {
    const workspace = await createWorkspace(FILES);
    let isCancelled = false;
    const { status, outputs, log } = await runner.use(
      { package: tarball, cache: 'false', block: 'shop', action: 'wait' },
      {
        directory: workspace.directory,
        onLog(text, end) {
          if (isCancelled || !text.includes('up\n')) return;
          isCancelled = true;
          end('SIGINT');
        },
      },
    );
    expect(log).toContain('ended\n');
    expect({ status, state: outputs['state'] }).toEqual({ status: 9, state: 'cancelled' });
  });

  test('only installs, from its own checkout, where nothing is to be run', async () => {
    const workspace = await createWorkspace(FILES);
    const { ran, status, outputs } = await runner.use({}, workspace);
    expect({ ran, status, code: outputs['exit-code'] }).toEqual({ ran: ['Install polycrate'], status: 0, code: '' });
  });

  test('keeps an image that was built in the cache, and another machine runs with it', async () => {
    const image = `polycrate-test-cached:${randomBytes(4).toString('hex')}`;
    const workspace = await createWorkspace({
      ...FILES,
      'workspace.poly': `config: { image: { reference: ${image.split(':')[0] ?? ''}, version: ${JSON.stringify(image.split(':')[1])} } }\n`,
    });
    const inputs = { package: tarball, cache: 'true', block: 'shop', action: 'build' };
    const onStep = async (name: string): Promise<void> => {
      // Stands for what a run builds: an image that no registry has.
      if (name === 'Run')
        await run('bash', [
          '-c',
          `printf 'FROM debian:trixie-slim\\nLABEL test=${image}\\n' | docker build -qt ${image} -`,
        ]);
    };
    try {
      const first = await runner.use(inputs, { ...workspace, onStep });
      expect(first.ran.slice(1)).toEqual([
        'Look for the image',
        'Restore the image',
        'Run',
        'Keep the image',
        'Save the image',
      ]);
      const beside = await runner.use(inputs, workspace);
      expect(beside.ran.slice(1)).toEqual(['Look for the image', 'Run']);
      await run('docker', ['image', 'rm', '--force', image]);
      const elsewhere = await runner.use(inputs, workspace);
      expect(elsewhere.ran.slice(1)).toEqual(['Look for the image', 'Restore the image', 'Load the image', 'Run']);
      expect([first, beside, elsewhere].map(({ status }) => status)).toEqual([0, 0, 0]);
    } finally {
      await run('docker', ['image', 'rm', '--force', image]);
    }
  });
});
