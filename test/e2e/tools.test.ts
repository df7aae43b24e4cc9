import { afterEach, expect, test } from '@jest/globals';
import path from 'node:path';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

test('records have what the image tells of its tools: of the first run that lasts long enough, and of every one after it', async () => {
  const kept = 'cache/polycrate/tools';
  const workspace = await createScripts({ last: `until ls ${kept}/*.json; do sleep 0.1; done`, end: 'true' });
  const env = { XDG_CACHE_HOME: path.join(workspace.directory, 'cache') };
  for (const action of ['last', 'end']) {
    const running = await workspace.start(['run', 'main', action], { env });
    expect(await running.finished).toMatchObject({ code: 0 });
  }
  const tools = expect.objectContaining({
    'ansible-core': expect.stringMatching(/^2\./),
    terraform: expect.any(String),
  });
  expect((await workspace.records()).map((record) => record.tools)).toEqual([tools, tools]);
});
