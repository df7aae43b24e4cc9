import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { type Disturbance, type Registry, startRegistry } from '../support/faults/registry.ts';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

const isManifest = (url = ''): boolean => url.includes('/manifests/');

describe('an image of a registry', () => {
  let registry: Registry;
  beforeAll(async () => {
    registry = await startRegistry();
  }, 60_000);
  afterEach(async () => {
    registry.disturb(undefined);
    await closeWorkspaces();
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
  });

  const create = async (): Promise<{ readonly workspace: TestWorkspace; readonly image: string }> => {
    const image = await registry.publish();
    const workspace = await createScripts({ go: 'echo out; exit 7' }, `config: { image: ${JSON.stringify(image)} }\n`);
    return { workspace, image: `${image.reference}:${image.version}` };
  };

  test('is pulled, and its action runs', async () => {
    const { workspace, image } = await create();
    expect(await workspace.polycrate('run', 'main', 'go')).toMatchObject({ code: 7, stdout: 'out\n' });
    while ((await workspace.containers()).length > 0) await new Promise((resolve) => setTimeout(resolve, 25));
    await new Docker().getImage(image).remove();
  });

  test.each<[string, Disturbance, RegExp]>([
    [
      'does not know it',
      ({ url }, response) => {
        if (!isManifest(url)) return false;
        response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
        return true;
      },
      /manifest unknown/,
    ],
    [
      'asks who is there',
      ({ url }, response) => {
        if (!isManifest(url)) return false;
        response.writeHead(403).end('{"errors":[{"code":"DENIED","message":"access denied"}]}');
        return true;
      },
      /denied/,
    ],
    [
      'hands out what it is not',
      ({ url }, response) => {
        if (!isManifest(url)) return false;
        response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');
        return true;
      },
      /could not be pulled/,
    ],
    ['never answers', ({ url }) => isManifest(url), /nothing came from the registry for 2 s/],
  ])('that %s is IMAGE_UNAVAILABLE, and nothing has run', async (_name, disturbance, words) => {
    const { workspace } = await create();
    registry.disturb(disturbance);
    const env = { POLYCRATE_ENGINE_TIMEOUT: '2s' };
    const { code, stdout, stderr } = await (await workspace.start(['run', 'main', 'go'], { env })).finished;
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toMatch(/error\[IMAGE_UNAVAILABLE\]/);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(words);
    expect(stderr).toMatch(/^hint {2}\S/m);
    expect(await workspace.record()).toMatchObject({ state: 'failed', exit_code: 69 });
  });
});
