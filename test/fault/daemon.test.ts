import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startPrivateEngine } from '../support/private-engine.ts';
import type { PrivateEngine } from '../support/private-engine.ts';
import { eventually } from '../support/parked.ts';
import { closeWorkspaces, createWorkspace } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

const IMAGE = 'debian:trixie-slim';

describe('an engine', () => {
  let engine: PrivateEngine;
  beforeAll(async () => {
    engine = await startPrivateEngine(IMAGE);
  }, 90_000);
  afterEach(closeWorkspaces);
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
  }, 60_000);

  const go = 'echo up; until [ -e /workspace/go ]; do sleep 0.05; done; echo end; exit 7';
  const create = async (): Promise<TestWorkspace> => {
    const blocks = JSON.stringify([{ name: 'main', actions: [{ name: 'go', script: go }] }]);
    const [reference, version] = IMAGE.split(':');
    const config = JSON.stringify({ image: { reference, version } });
    return createWorkspace({ 'workspace.poly': `config: ${config}\nblocks: ${blocks}\n` });
  };
  const options = () => ({ env: { DOCKER_HOST: `unix://${engine.socket}` } });
  const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

  test('that stands still for a while in the middle of a run changes nothing', async () => {
    const workspace = await create();
    const running = await workspace.start(['run', 'main', 'go'], options());
    await running.waitFor('up\n');
    engine.signal('SIGSTOP');
    await workspace.write('go', '');
    await pause(1_500);
    engine.signal('SIGCONT');
    expect(await running.finished).toMatchObject({ code: 7, stdout: 'up\nend\n' });
  });

  test('that stands still before a run is told as not answering', async () => {
    const workspace = await create();
    engine.signal('SIGSTOP');
    const run = await (await workspace.start(['run', 'main', 'go'], options())).finished;
    engine.signal('SIGCONT');
    expect(run).toMatchObject({ code: 69, stdout: '' });
    expect(run.stderr).toContain('error[ENGINE_UNREACHABLE]');
    expect(run.stderr).toContain('it accepts connections but does not answer');
  });

  test('that is restarted in the middle of a run ends its containers, and the run with them; the next run goes well', async () => {
    const workspace = await create();
    const running = await workspace.start(['run', 'main', 'go'], options());
    await running.waitFor('up\n');
    await engine.restart();
    const { code, stderr } = await running.finished;
    // What comes first: the end of the container, or that of the connection.
    expect([143, 137, 69]).toContain(code);
    if (code === 69) expect(stderr).toContain('error[ENGINE_LOST]');
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: code });
    await workspace.write('go', '');
    const next = await (await workspace.start(['run', 'main', 'go'], options())).finished;
    expect(next).toMatchObject({ code: 7, stdout: 'up\nend\n' });
    await eventually(async () => ((await engine.docker.listContainers({ all: true })).length === 0 ? true : undefined));
  }, 60_000);
});
