import path from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { closeWorkspaces, createWorkspace, giveAway } from '../support/workspaces.ts';

// Every tool is started, and a playbook runs.
jest.setTimeout(120_000);
afterEach(closeWorkspaces);

const RECIPE = path.join(import.meta.dirname, '../../images/toolchain');

describe('the toolchain image', () => {
  test.each(['root', '12345:12345'])('has every tool in working order for the user %s', async (user) => {
    const workspace = await createWorkspace({
      'workspace.poly': `config: { container: { user: "${user}" } }\nblocks: [{ name: main, actions: [{ name: smoke, script: bash /recipe/smoke.sh }] }]\n`,
    });
    if (user !== 'root') await giveAway(workspace.directory, { uid: 12345, gid: 12345 });
    const { code, stdout } = await workspace.polycrate('run', 'main', 'smoke', '--mount', `${RECIPE}:/recipe:ro`);
    expect(stdout).toMatch(/^ok terraform \d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^ok kubernetes\.core /m);
    expect(stdout).toMatch(/^ok playbook as uid /m);
    expect(code).toBe(0);
  });
});
