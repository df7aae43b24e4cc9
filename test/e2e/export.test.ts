import { afterEach, expect, test } from '@jest/globals';
import { closeWorkspaces, createWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

test('what an installed polycrate has run can be exported as a page, and replayed', async () => {
  const workspace = await createWorkspace({
    'blocks/main/block.poly': `
name: main
actions:
  - name: go
    script: |
      printf '\\033[32mgreen\\033[0m <b>\\n'
      echo careful >&2
`,
  });
  expect(await workspace.polycrate('run', 'main', 'go')).toMatchObject({ code: 0 });
  expect(await workspace.polycrate('logs', 'export', '--file', 'run.html')).toMatchObject({ code: 0 });
  const page = await workspace.read('run.html');
  expect(page).toContain('<span class="f2">green</span> &lt;b&gt;');
  // The looks and the script come from files of the package.
  expect(page).toContain('.toolbar');
  expect(page).toContain("addEventListener('hashchange'");
  const replayed = await workspace.polycrate('logs', 'replay');
  expect(replayed).toMatchObject({ code: 0, stdout: '\u001b[32mgreen\u001b[0m <b>\n' });
  expect(replayed.stderr).toContain('careful\n');
});
