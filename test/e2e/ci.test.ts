import { afterEach, describe, expect, test } from '@jest/globals';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const FILES = {
  'blocks/shop/block.poly': `name: shop
actions:
  - name: build
    script: echo built
  - name: deploy
    script: [echo '::set-output name=token::stolen', exit 3]
`,
  'workspace.poly': `workflows:
  - name: release
    steps: [{ name: build, block: shop, action: build }, { name: deploy, block: shop, action: deploy }]
`,
};

async function release(env: Record<string, string>): Promise<{ lines: string[]; workspace: TestWorkspace }> {
  const workspace = await createWorkspace(FILES);
  const running = await workspace.start(['workflow', 'run', 'release'], {
    env: { NO_COLOR: '1', ...env },
    shell: '"$@" 2>&1',
  });
  const { code, stdout } = await running.finished;
  expect(code).toBe(3);
  return { lines: stdout.split('\n'), workspace };
}

describe('a workflow in a CI job', () => {
  test('on GitHub has a group for each step, in the order of its output, and cannot be spoken for by an action', async () => {
    const { lines } = await release({ CI: 'true', GITHUB_ACTIONS: 'true' });
    const marks = lines.map((line) => line.replaceAll(/polycrate-[0-9a-f]{24}/g, 'TOKEN'));
    const shown = marks.filter((line) => line.startsWith('::') || line === 'built');
    expect(shown).toEqual([
      '::group::[1/2] build  shop/build',
      'built',
      '::endgroup::',
      '::group::[2/2] deploy  shop/deploy',
      '::stop-commands::TOKEN',
      '::set-output name=token::stolen',
      '::TOKEN::',
      '::endgroup::',
      expect.stringMatching(
        /^::error title=step deploy%3A failed,file=blocks\/shop\/block.poly,line=5,col=\d+::exit 3 /,
      ),
    ]);
  });

  test('on GitLab has a section for each step', async () => {
    const { lines } = await release({ CI: 'true', GITLAB_CI: 'true' });
    const sections = lines.flatMap((line) => /section_(?:start|end):\d+:(\w+)/.exec(line)?.[1] ?? []);
    expect(sections).toEqual(['polycrate_1', 'polycrate_1', 'polycrate_2', 'polycrate_2']);
  });

  test('elsewhere has plain lines', async () => {
    const { lines } = await release({ CI: 'true' });
    expect(lines).toContain('[1/2] build  shop/build');
    expect(lines).toContain('::set-output name=token::stolen');
    expect(lines.filter((line) => line.includes('section_') || line.startsWith('::group'))).toEqual([]);
  });
});
