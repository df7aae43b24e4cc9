import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine } from '../../src/run/index.ts';
import { createJob, listTestContainers, prepareTestImage, waitForText, waitUntilGone } from '../support/engine.ts';
import { startSshd, type Sshd } from '../support/sshd.ts';

const CLIENT = path.join(import.meta.dirname, '../support/engine-client.ts');
const find = (explicit: string, { env }: Sshd): Promise<ContainerEngine> =>
  createEngine({ explicit, env, uid: process.getuid?.() ?? 0, home: '/nonexistent' });

describe('an engine behind ssh', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  }, 60_000);
  afterAll(async () => {
    await sshd[Symbol.asyncDispose]();
  });

  test('is found at the usual place of the other machine, over one connection for all commands', async () => {
    const found = [await find(sshd.url, sshd), await find(sshd.url, sshd)];
    expect(found.map(({ endpoint }) => endpoint)).toEqual([sshd.url, sshd.url]);
    const controls = (await readdir(path.join(sshd.folder, 'run/polycrate-ssh'))).filter((name) =>
      name.endsWith('.ctl'),
    );
    expect(controls).toHaveLength(1);
  });

  test('that is not where it is said to be is told with the place', async () => {
    await expect(find(`${sshd.url}/run/none.sock`, sshd)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringMatching(
        /^ssh gets to \S+@127\.0\.0\.1, but no engine is there\. Tried:\n {2}\/run\/none\.sock: not there$/,
      ),
    });
  });

  test('on a machine where no ssh listens says so', async () => {
    await expect(find('ssh://root@127.0.0.1:1', sshd)).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: 'No ssh connection to ssh://root@127.0.0.1:1: nothing listens there (connection refused).',
      hint: 'ssh -v -p 1 root@127.0.0.1 true',
    });
  });

  test('leaves no container when its client is killed', async () => {
    const job = createJob(await prepareTestImage(), 'trap "" TERM INT HUP; echo up; sleep 60; sleep 60');
    const given = { env: { ...sshd.env, DOCKER_HOST: sshd.url }, job };
    const client = spawn(process.execPath, ['--import', 'tsx', CLIENT, JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await waitForText(client.stdout, 'up');
    expect(await listTestContainers(job.name)).toHaveLength(1);
    client.kill('SIGKILL');
    await waitUntilGone(job.name, 5_000);
  }, 60_000);
});

test('a machine whose key is not known is told as such, with the command that makes it known', async () => {
  await using sshd = await startSshd();
  await sshd.forgetHost();
  const port = sshd.url.split(':').at(-1) ?? '';
  await expect(find(sshd.url, sshd)).rejects.toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    message: `No ssh connection to ${sshd.url}: its host key is not known yet.`,
    hint: expect.stringContaining(`ssh -p ${port} `),
  });
});

test('a machine that does not take the key is told as such', async () => {
  await using sshd = await startSshd();
  await sshd.forgetKey();
  await expect(find(sshd.url, sshd)).rejects.toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    message: `No ssh connection to ${sshd.url}: it does not accept your key, and no password is asked for here.`,
  });
});

test('a server that forbids to forward sockets is told as such', async () => {
  await using sshd = await startSshd(['AllowStreamLocalForwarding no']);
  await expect(find(sshd.url, sshd)).rejects.toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    hint: expect.stringContaining('AllowStreamLocalForwarding yes'),
  });
});

test('a machine without the ssh program is told what to install', async () => {
  await using sshd = await startSshd();
  await expect(find(sshd.url, { ...sshd, env: { ...sshd.env, PATH: sshd.folder } })).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    hint: 'sudo apt-get install openssh-client',
  });
});
