import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { bringNode, buildCiImage, type CiImage, type JobResult } from '../support/ci-image.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

const run = promisify(execFile);
const TEMPLATE = path.join(import.meta.dirname, '../../ci/gitlab.yml');

const FILES = {
  '.gitlab-ci.yml': `
include: [{ local: polycrate.yml }]
stages: [deploy]
good: { extends: .polycrate, stage: deploy, script: [polycrate run shop build --yes] }
bad: { extends: .polycrate, stage: deploy, variables: { POLYCRATE_CI: gitlab }, script: [polycrate workflow run release --yes] }
with-engine: { extends: .polycrate-docker, stage: deploy, script: [polycrate run shop build --yes] }
`,
  'blocks/shop/block.poly': `name: shop
actions: [{ name: build, script: echo built }, { name: deploy, script: exit 3 }]
`,
  'workspace.poly': `workflows:
  - name: release
    steps: [{ name: build, block: shop, action: build }, { name: deploy, block: shop, action: deploy }]
`,
};

let image: CiImage;
let node: readonly string[];

beforeAll(async () => {
  [image, node] = await Promise.all([buildCiImage(), bringNode()]);
}, 120_000);
afterEach(closeWorkspaces);
afterAll(async () => {
  await image[Symbol.asyncDispose]();
});

/** A repository with the template beside it, and what a runner that is made for this answers. */
async function pipeline(...args: readonly string[]): Promise<JobResult & { readonly workspace: TestWorkspace }> {
  const workspace = await createWorkspace(FILES);
  await cp(TEMPLATE, path.join(workspace.directory, 'polycrate.yml'));
  const git = ['init --quiet', 'add --all', '-c user.name=t -c user.email=t@example.org commit --quiet -m all'];
  const origin = 'remote add origin git@gitlab.example.org:acme/shop.git';
  for (const words of [...git, origin]) await run('git', ['-C', workspace.directory, ...words.split(' ')]);
  const program = ['node', '/opt/tests/node_modules/gitlab-ci-local/dist/index.js', '--force-shell-executor', ...args];
  return {
    workspace,
    ...(await image.run(workspace.directory, program, [...node, '--network', 'none'])),
  };
}

describe('the GitLab template', () => {
  test('keeps to the schema of GitLab, for jobs with and without an engine', async () => {
    const { code, stdout, stderr } = await pipeline('--preview');
    expect(stderr).toContain('json schema validated');
    expect(code).toBe(0);
    expect(stdout).toContain('DOCKER_HOST: tcp://docker:2375');
    expect(stdout.match(/POLYCRATE_ENGINE: (\w+)/g)).toEqual([
      'POLYCRATE_ENGINE: local',
      'POLYCRATE_ENGINE: local',
      'POLYCRATE_ENGINE: docker',
    ]);
  });

  test('runs a job in the image for CI jobs and leaves records and a report', async () => {
    const { code, stdout, workspace } = await pipeline('good');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('built') });
    expect(await workspace.record()).toMatchObject({ state: 'succeeded', block: 'shop', action: 'build' });
    expect(await workspace.read('polycrate-junit.xml')).toContain('tests="1" failures="0"');
  });

  test('fails a job with the status of its workflow, with a section for each step and the report all the same', async () => {
    const { code, stdout, stderr, workspace } = await pipeline('bad');
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/FAIL 3/);
    expect(stdout + stderr).toMatch(/polycrate_1 took.*\n.*polycrate_2_started/);
    expect(await workspace.read('polycrate-junit.xml')).toContain('tests="2" failures="1"');
  });
});
