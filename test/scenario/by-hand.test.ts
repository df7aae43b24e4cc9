import { describe, expect, test } from '@jest/globals';
import { scenario, told, type Scenario } from '../support/command-line.ts';

const SHOP = `name: acme
blocks:
  - name: shop
    actions: [{ name: exec, script: echo mine }, { name: sell, script: echo sold }]
  - { name: base, template: true }
`;

async function shop(): Promise<Scenario> {
  return scenario({ 'workspace.poly': SHOP });
}

describe('exec and shell', () => {
  test.each([
    [['exec'], 'polycrate exec [BLOCK] -- COMMAND'],
    [['exec', 'shop'], 'polycrate exec shop -- COMMAND'],
    [['exec', 'shop', 'ls'], 'polycrate exec shop -- ls'],
    [['exec', 'shop', 'ls', '--', '-l'], 'polycrate exec shop -- ls -l'],
  ])('%j: %s', async (words, hint) => {
    await using ws = await shop();
    expect(told('USAGE', await ws.polycrate(...words), ws)).toContain(`\nhint  ${hint}\n`);
  });

  test('of a block that is not there, or is a template, are refused', async () => {
    await using ws = await shop();
    expect(told('BLOCK_UNKNOWN', await ws.polycrate('exec', 'shp', '--', 'ls'), ws)).toContain('shop');
    expect(told('BLOCK_IS_TEMPLATE', await ws.polycrate('shell', 'base'), ws)).toContain('base');
  });

  test('are no actions: one of that name is neither run nor hidden', async () => {
    await using ws = await shop();
    expect((await ws.polycrate('exec', 'shop', '--', 'echo', 'by hand')).stdout).toBe('by hand\n');
    expect((await ws.polycrate('run', 'shop', 'exec')).stdout).toBe('mine\n');
  });

  test('without a block leave no trace of one in snapshot or artifacts', async () => {
    await using ws = await shop();
    const { stdout } = await ws.polycrate('exec', '--', 'cat', '/run/polycrate/snapshot.json');
    const { block, workspace } = JSON.parse(stdout) as {
      readonly block: object;
      readonly workspace: { readonly blocks: readonly { readonly name: string }[] };
    };
    expect(block).toMatchObject({ name: '', workdir: { path: expect.any(String) } });
    expect(workspace.blocks.map(({ name }) => name).sort()).toEqual(['base', 'shop']);
    expect(ws.engine.jobs[0]).toMatchObject({
      workingDirectory: '/workspace',
      env: { ARTIFACTS: '/workspace/artifacts/blocks' },
    });
  });

  test('say nothing of their own around a command, and on --verbose what they do', async () => {
    await using ws = await shop();
    expect((await ws.polycrate('exec', 'shop', '--', 'false')).stderr).toBe('');
    const { stderr } = await ws.polycrate('exec', '--verbose', 'shop', '--', 'false');
    expect(stderr).toMatch(/▶ shop exec[^]*✖ failed · exit 1/);
  });

  test('keep what was printed in the record, as there was no terminal', async () => {
    await using ws = await shop();
    await ws.polycrate('exec', 'shop', '-e', 'TOKEN=hush', '--', 'echo', 'by hand');
    expect(await ws.records()).toMatchObject([{ command: 'polycrate exec shop --env TOKEN=*** -- echo by hand' }]);
    expect((await ws.polycrate('logs', 'show', '--output-only')).stdout).toBe('by hand\n');
  });
});
