import { afterEach, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

test('a run leaves a container that the next one takes, and ends like any other', async () => {
  const workspace = await createScripts({ first: 'hostname', next: 'echo next; exit 7' });
  const env = { POLYCRATE_CONTAINER_PARK: '1m' };
  const run = async (action: string) => {
    const { code, stdout } = await (await workspace.start(['run', 'main', action, '-o', 'ndjson'], { env })).finished;
    const started = stdout.split('\n').find((line) => line.includes('"container.started"')) ?? '{}';
    return { code, id: (JSON.parse(started) as { id?: string }).id, stdout };
  };
  const waiting = async (except: string | undefined): Promise<string | undefined> => {
    for (let left = 100; left > 0; left -= 1) {
      const id = (await workspace.containers('running')).find((each) => each !== except);
      if (id !== undefined) return id;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return undefined;
  };
  const first = await run('first');
  const parked = await waiting(first.id);
  expect(parked).toBeDefined();
  const next = await run('next');
  expect({ code: next.code, id: next.id }).toEqual({ code: 7, id: parked });
  expect(next.stdout).toContain('next');
  const left = await waiting(parked);
  expect(left).toBeDefined();
  await new Docker().getContainer(left ?? '').remove({ force: true });
});
