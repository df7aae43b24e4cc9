import { describe, expect, test } from '@jest/globals';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario } from '../support/command-line.ts';

const TEAM = 'team/tools:7';
const workspace = (pull: string) => ({
  'workspace.poly': `name: acme\nconfig: {image: {reference: team/tools, version: "7"}, toolchain: {pull: ${pull}}}\n`,
  'blocks/web/block.poly': 'name: web\nactions: [{name: say, script: echo hi}]\n',
});

describe('toolchain.pull', () => {
  test.each([
    ['missing', [TEAM], 0, false],
    ['locked', [], 0, true],
    ['always', [TEAM], 0, true],
    ['always', [], 0, true],
    ['never', [TEAM], 0, false],
    ['never', [], 69, false],
  ])('%s, with %j there: ends with %i, pulled: %j', async (pull, images, ends, isPulled) => {
    const engine = new FakeContainerEngine({ images, pullable: [TEAM] });
    await using ws = await scenario(workspace(pull), { engine });
    const { status, stderr } = await ws.polycrate('run', 'web', 'say');
    expect({ status, isPulled: stderr.includes(`pulling ${TEAM}`) }).toEqual({ status: ends, isPulled });
  });

  test('always: what is here does not run where it cannot be pulled', async () => {
    await using ws = await scenario(workspace('always'), { engine: new FakeContainerEngine({ images: [TEAM] }) });
    expect((await ws.polycrate('run', 'web', 'say')).status).toBe(69);
    expect((await ws.polycrate('run', 'web', 'say', '--set', 'toolchain.pull=missing')).status).toBe(0);
  });
});
