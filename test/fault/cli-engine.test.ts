import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { SOCKET } from '../support/engine.ts';
import { eventually } from '../support/parked.ts';
import { openSocketProxy } from '../support/socket-proxy.ts';
import { closeWorkspaces, createScripts, createWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const engineAt = (socket: string) => ({ env: { DOCKER_HOST: `unix://${socket}` } });

/** A socket file whose owner is dead: connecting is refused. */
async function leaveDeadSocket(file: string): Promise<void> {
  const server = createServer().listen(`${file}.alive`);
  await once(server, 'listening');
  await rename(`${file}.alive`, file);
  await once(server.close(), 'close');
}

describe('an engine that is not there', () => {
  test.each([
    ['missing', 'there is no such socket'],
    ['refusing', 'connection refused'],
  ])('is told with what to do when its socket is %s; the record says why nothing ran', async (kind, reason) => {
    const workspace = await createScripts({ go: 'touch /workspace/ran' });
    const socket = path.join(workspace.directory, 'engine.sock');
    if (kind === 'refusing') await leaveDeadSocket(socket);
    const run = await (await workspace.start(['run', 'main', 'go'], engineAt(socket))).finished;
    expect(run).toMatchObject({ code: 69, stdout: '' });
    expect(run.stderr).toMatch(/^error\[ENGINE_\w+\] /m);
    expect(run.stderr).toContain(socket);
    expect(run.stderr).toContain(reason);
    expect(run.stderr).toMatch(/^hint {2}\S/m);
    expect(await workspace.record()).toMatchObject({
      state: 'failed',
      exit_code: 69,
      cause: expect.stringMatching(/^ENGINE_/) as unknown,
    });
  });

  test('does not keep commands from working that need none', async () => {
    const workspace = await createScripts({ go: 'true' });
    const options = engineAt(path.join(workspace.directory, 'engine.sock'));
    for (const command of ['plan main go', 'block list', 'workspace validate', 'logs list', 'version']) {
      const { code } = await (await workspace.start(command.split(' '), options)).finished;
      expect({ command, code }).toEqual({ command, code: 0 });
    }
  });
});

describe('an engine that goes away', () => {
  test('in the middle of a run ends it with ENGINE_LOST; the output so far is kept, and the action ends', async () => {
    const workspace = await createScripts({ go: 'echo up; sleep 60' });
    await using proxy = await openSocketProxy(path.join(workspace.directory, 'engine.sock'), SOCKET);
    const running = await workspace.start(['run', 'main', 'go'], engineAt(proxy.path));
    await running.waitFor('up\n');
    await proxy.die();
    const run = await running.finished;
    expect(run).toMatchObject({ code: 69, stdout: 'up\n' });
    expect(run.stderr).toContain('error[ENGINE_LOST]');
    expect(await workspace.record()).toMatchObject({
      state: 'failed',
      exit_code: 69,
      cause: expect.stringMatching(/^ENGINE_LOST: /) as unknown,
    });
    expect(await workspace.journal('stdout')).toBe('up\n');
  });

  test('ends a workflow, and skips the rest', async () => {
    const workspace = await createScripts(
      { go: 'echo up; sleep 60', next: 'echo never' },
      `workflows: [{ name: flow, steps: [{ name: one, block: main, action: go }, { name: two, block: main, action: next }] }]\n`,
    );
    await using proxy = await openSocketProxy(path.join(workspace.directory, 'engine.sock'), SOCKET);
    const running = await workspace.start(['workflow', 'run', 'flow'], engineAt(proxy.path));
    await running.waitFor('up\n');
    // The container of the next step is made meanwhile, and has to go as well. One that is only just being made has no lease yet: it is swept later.
    await eventually(async () => ((await workspace.containers('running')).length === 2 ? true : undefined));
    await proxy.die();
    const run = await running.finished;
    expect(run).toMatchObject({ code: 69, stdout: 'up\n' });
    expect(run.stderr).toMatch(/^one +✖ failed +69 .*\ntwo +- skipped/m);
    expect((await workspace.records()).map(({ state }) => state)).toEqual(['failed', 'failed']);
  });

  test('as slow and as choppy as can be changes nothing about a run', async () => {
    const workspace = await createScripts({ go: 'seq 1 300; echo err >&2; exit 7' });
    const proxyPath = path.join(workspace.directory, 'engine.sock');
    await using proxy = await openSocketProxy(proxyPath, SOCKET, { delayMs: 1, pieceBytes: 7 });
    const run = await (await workspace.start(['run', '--quiet', 'main', 'go'], engineAt(proxy.path))).finished;
    const numbers = Array.from({ length: 300 }, (_, index) => `${index + 1}\n`).join('');
    expect(run).toEqual({ code: 7, stdout: numbers, stderr: 'err\n' });
  });
});

describe('an image that is not there', () => {
  test('and cannot be pulled is told with its name; nothing runs', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `
config: { image: { reference: localhost/none, version: '1' } }
blocks: [{ name: main, actions: [{ name: go, script: touch /workspace/ran }] }]
`,
    });
    const run = await workspace.polycrate('run', 'main', 'go');
    expect(run).toMatchObject({ code: 69, stdout: '' });
    expect(run.stderr).toContain('error[IMAGE_UNAVAILABLE]');
    expect(run.stderr).toContain('localhost/none:1');
    expect(run.stderr).toMatch(/^hint {2}\S/m);
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: 69 });
    await expect(workspace.read('ran')).rejects.toThrow('ENOENT');
  });
});
