import { describe, expect, test } from '@jest/globals';
import { isProblem, type Problem } from '../../../src/errors.ts';
import { checkFiles, planAction, surveyHost } from '../../../src/plan/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { resolve, told, type WorkspaceFiles } from '../../fakes/workspaces.ts';
import { host, noRecipes, request } from '../../support/resolved.ts';

const WEB = 'blocks:\n  - name: web\n    actions: [{name: go, script: "true"}]\n';
const full = (files: WorkspaceFiles): WorkspaceFiles =>
  Object.fromEntries(
    Object.entries(files).map(([path, entry]) => [path.startsWith('/') ? path : `/ws/${path}`, entry]),
  );

async function validate(files: WorkspaceFiles): Promise<Problem[]> {
  const found = await checkFiles(await resolve(files), createMemoryFiles(full(files)), '/home/ada');
  return found.map(({ problem }) => problem);
}

async function plan(files: WorkspaceFiles, mounts: readonly string[] = []) {
  const workspace = await resolve(files);
  const asked = request({ block: 'web', action: 'go', mounts });
  const agentAnswers = () => Promise.resolve(false);
  const facts = await surveyHost(workspace, asked, {
    files: createMemoryFiles(full(files)),
    host: host(),
    agentAnswers,
    recipes: noRecipes,
  });
  return planAction(workspace, asked, facts);
}

async function refusal(files: WorkspaceFiles): Promise<Problem[]> {
  try {
    await plan(files);
    return [];
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return [cause, ...cause.others];
  }
}

describe('a value that no plan can be made with', () => {
  const USER = 'container.user is "bob"; it can be caller, root or uid:gid';
  const UNSEEN = 'which is outside the workspace, where actions cannot see it';

  test.each([
    ['config: {container: {user: bob}}\n', `VALUE_INVALID workspace.poly:2:28 ${USER}`],
    [
      'config: {container: {network: web/front}}\n',
      'VALUE_INVALID workspace.poly:2:31 container.network is "web/front", and no network can be called that',
    ],
    [
      'config: {container: {network: "container:"}}\n',
      'VALUE_INVALID workspace.poly:2:31 container.network is "container:", and no container can be called that',
    ],
    [
      'config: {sshprivatekey: ~/.ssh/id}\n',
      `VALUE_INVALID workspace.poly:2:25 "config.sshprivatekey" names ~/.ssh/id, ${UNSEEN}`,
    ],
    [
      'inventory: {filename: /etc/hosts.yml}\n',
      `VALUE_INVALID workspace.poly:2:23 "inventory.filename" names /etc/hosts.yml, ${UNSEEN}`,
    ],
    [
      'kubeconfig: {filename: ../kube.yml}\n',
      `VALUE_INVALID workspace.poly:2:24 "kubeconfig.filename" names ../kube.yml, ${UNSEEN}`,
    ],
    [
      'extramounts: [./data:/data]\n',
      'MOUNT_SOURCE_MISSING workspace.poly:2:15 nothing is at /ws/data, which is to be mounted at /data',
    ],
    [
      'extramounts: [./data]\n',
      'MOUNT_INVALID workspace.poly:2:15 mount "./data" is not HOST:CONTAINER[:ro], with an absolute path in the container',
    ],
  ])('is told in the same words, at its place, by validate and by a run: %s', async (text, expected) => {
    const files = { 'workspace.poly': `name: acme\n${text}${WEB}` };
    expect((await validate(files)).map(told)).toEqual([expected]);
    expect((await refusal(files)).map(told)).toEqual([expected]);
  });

  test('is found in blocks, and where they inherit it from', async () => {
    const files = {
      'workspace.poly': 'name: acme\nblocks: [{name: web, from: base}, {name: two, from: base}]\n',
      'blocks/base/block.poly':
        'name: base\ntemplate: true\ncontainer: {user: bob}\ninventory: {filename: ../../../../x.yml}\nactions: [{name: go, script: "true"}]\n',
    };
    const places = ['VALUE_INVALID blocks/base/block.poly:3:19', 'VALUE_INVALID blocks/base/block.poly:4:23'];
    const firstWords = (problem: Problem) => told(problem).split(' ').slice(0, 2).join(' ');
    expect((await validate(files)).map(firstWords)).toEqual(places);
    expect((await refusal(files)).map(firstWords)).toEqual(places);
  });

  test('of secrets.poly is not told', async () => {
    const secrets = 'config: {container: {user: bob}, sshprivatekey: ~/hush}\nextramounts: [/hush:/x]\n';
    const files = { 'workspace.poly': `name: acme\n${WEB}`, 'secrets.poly': secrets };
    for (const problems of [await validate(files), await refusal(files)]) {
      expect(problems.map(told)).toEqual([
        'VALUE_INVALID secrets.poly:1:28 "config.container.user" cannot be used as it is written',
        'VALUE_INVALID secrets.poly:1:49 "config.sshprivatekey" cannot be used as it is written',
        'MOUNT_SOURCE_MISSING secrets.poly:2:15 "extramounts" cannot be used as it is written',
      ]);
      expect(JSON.stringify(problems.map(({ message, hint }) => [message, hint]))).not.toMatch(/hush|bob/);
    }
  });

  test('says who sets it where no file does', async () => {
    const files = { 'workspace.poly': `name: acme\n${WEB}` };
    const { settings, ...rest } = await resolve(files);
    const container = { ...settings.container, user: '1000' };
    const workspace = { ...rest, settings: { ...settings, container } };
    const [finding] = await checkFiles(workspace, createMemoryFiles(full(files)), '/home/ada');
    expect(finding?.problem.hint).toBe('write "1000:1000"; polycrate config container.user --explain says who sets it');
  });
});

describe('a file that is named', () => {
  test('by a path of the container is one of the workspace or of a mount', async () => {
    const files = {
      'workspace.poly': `name: acme\nconfig: {sshprivatekey: /keys/id}\ninventory: {filename: /workspace/hosts.yml}\nextramounts: ["~/.ssh:/keys:ro"]\n${WEB}`,
      'hosts.yml': '',
      '/home/ada/.ssh/id': '',
    };
    expect(await validate(files)).toEqual([]);
    const { env } = await plan(files);
    expect(env).toMatchObject({ ANSIBLE_PRIVATE_KEY_FILE: '/keys/id', ANSIBLE_INVENTORY: '/workspace/hosts.yml' });
  });

  test('by its path on this machine has a hint that works', async () => {
    const text = (path: string) => ({
      'workspace.poly': `name: acme\nconfig: {sshprivatekey: ${path}}\n${WEB}`,
      'keys/id': '',
      'artifacts/secrets/id': '',
    });
    const [inside] = await validate(text('/ws/keys/id'));
    expect(inside?.hint).toBe('write keys/id');
    expect(await validate(text('keys/id'))).toEqual([]);
    const [outside] = await validate(text('~/.ssh/id'));
    expect(outside?.hint).toBe(
      'copy it to artifacts/secrets/id and write artifacts/secrets/id, or add ~/.ssh/id:/mnt/id:ro to "extramounts" and write /mnt/id',
    );
    expect(await validate(text('artifacts/secrets/id'))).toEqual([]);
  });
});
