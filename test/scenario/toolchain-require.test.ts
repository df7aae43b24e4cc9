import { describe, expect, test } from '@jest/globals';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario, type Scenario } from '../support/command-line.ts';

const inventory = JSON.stringify({ schema: 1, tools: { terraform: '1.11.4', openssh: '10.0p2', jq: '1.7' } });

function workspace(require: string, block = ''): Promise<Scenario> {
  const images = [
    {
      id: `sha256:${'7'.repeat(64)}`,
      labels: {},
      sizeBytes: 1,
      created: '',
      tags: ['tools:1'],
      digests: [],
    },
  ];
  return scenario(
    {
      'workspace.poly': `name: acme\nconfig:\n  image: {reference: tools, version: "1"}\n  toolchain:\n    require: ${require}\n`,
      'blocks/web/block.poly': `name: web\n${block}actions: [{name: say, script: echo hi}]\n`,
    },
    { engine: new FakeContainerEngine({ images, inventory }) },
  );
}

describe('toolchain.require', () => {
  test.each(['terraform: ">=1.5 <2"', 'terraform: ~1.11', 'openssh: ">=9"', 'jq: 1.x', 'jq: "1.7"'])(
    'lets actions run where the image has it: %s',
    async (range) => {
      await using ws = await workspace(`{${range}}`);
      expect(await ws.polycrate('run', 'web', 'say')).toMatchObject({ status: 0, stdout: 'hi\n' });
    },
  );

  test('refuses before anything runs, with everything that is missing, the block’s own too', async () => {
    await using ws = await workspace('{terraform: ">=1.12"}', 'toolchain: {require: {terrafrom: "1", jq: "<1.7"}}\n');
    const { status, stdout, stderr } = await ws.polycrate('run', 'web', 'say');
    expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
    expect(stderr).toContain(
      'error[TOOLCHAIN_MISMATCH] the workspace requires terraform >=1.12, and tools:1 has terraform 1.11.4',
    );
    expect(stderr).toContain('block "web" requires terrafrom 1, and tools:1 does not have it');
    expect(stderr).toContain('did you mean "terraform"?');
    expect(stderr).toContain('block "web" requires jq <1.7, and tools:1 has jq 1.7');
  });

  test('is checked by validate: ranges that cannot be read, tools that look like a slip', async () => {
    await using ws = await workspace('{terraform: "~> 1.5, < 2", helmm: "3"}');
    const { status, stdout } = await ws.polycrate('validate');
    expect(status).toBe(65);
    expect(stdout).toContain('error[VALUE_INVALID] "~> 1.5, < 2" is no range of versions of terraform');
    expect(stdout).toContain('workspace.poly:5:26');
    expect(stdout).toContain('hint  write "~1.5 < 2", or another range');
    expect(stdout).toContain('warning[VALUE_INVALID] "helmm" is no tool of polycrate\'s own image');
    expect(await ws.polycrate('run', 'web', 'say')).toMatchObject({ status: 65 });
  });

  test('takes what is written without quotes as it is written', async () => {
    await using ws = await workspace('{terraform: 1.10}');
    const { stderr } = await ws.polycrate('run', 'web', 'say');
    expect(stderr).toContain('requires terraform 1.10, and tools:1 has terraform 1.11.4');
  });
});
