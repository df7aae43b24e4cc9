import { afterEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { closeWorkspaces, createWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const PASSWORD = 'correct-horse/battery=staple';
const encoded = Buffer.from(PASSWORD).toString('base64');

describe('a value from secrets.poly', () => {
  test('reaches the action through its snapshot file, and leaves it nowhere', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `
blocks:
  - name: vault
    config: { user: ada, password: replaced }
    actions:
      - name: open
        script: |
          password=$(jq -r .block.config.password "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON")
          [ "$password" = '${PASSWORD}' ]
          echo "out: $password"; echo "err: $password" >&2
          printf '%s' "$password" | base64
          # In two pieces that come one after the other.
          printf '%s' "\${password:0:9}"; sleep 0.3; echo "\${password:9}"
          echo "environment: $BLOCK_CONFIG_USER \${BLOCK_CONFIG_PASSWORD-has none}"
          until [ -e /workspace/go ]; do sleep 0.05; done
          exit 3
`,
      'secrets.poly': `
blocks:
  - name: vault
    config: { password: '${PASSWORD}' }
`,
    });
    const running = await workspace.start(['run', 'vault', 'open', '--loglevel', '2']);
    await running.waitFor('environment:');
    const [id = ''] = await workspace.containers();
    const inspected = JSON.stringify(await new Docker().getContainer(id).inspect());
    const processes = JSON.stringify(await new Docker().getContainer(id).top());
    await workspace.write('go', '');
    const { code, stdout, stderr } = await running.finished;

    expect(code).toBe(3);
    // What pads base64 says nothing.
    expect(stdout.replace('***==', '***')).toBe('out: ***\n***\n***\nenvironment: ada has none\n');
    expect(stderr).toContain('err: ***');
    expect(inspected).toContain(workspace.name);
    const logs = path.join(workspace.directory, '.logs');
    const kept = await Promise.all(
      (await readdir(logs, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
    );
    expect(kept).toHaveLength(2);
    for (const text of [stdout, stderr, inspected, processes, ...kept]) {
      expect(text).not.toContain('correct-horse');
      expect(text).not.toContain('staple');
      expect(text).not.toContain(encoded.slice(0, 20));
    }
  });

  test('is in the environment only where the workspace asks for it', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `
config: { container: { secrets: env } }
blocks:
  - name: vault
    actions:
      - name: open
        script: '[ "$BLOCK_CONFIG_PASSWORD" = "${PASSWORD}" ] && echo "is $BLOCK_CONFIG_PASSWORD"'
`,
      'secrets.poly': `blocks: [{ name: vault, config: { password: '${PASSWORD}' } }]\n`,
    });
    expect(await workspace.polycrate('run', 'vault', 'open')).toMatchObject({ code: 0, stdout: 'is ***\n' });
  });

  test('is masked in every answer about the workspace', async () => {
    const workspace = await createWorkspace({
      'workspace.poly': `blocks: [{ name: vault, actions: [{ name: open, script: 'true' }] }]\n`,
      'secrets.poly': `blocks: [{ name: vault, config: { password: '${PASSWORD}' } }]\n`,
    });
    const answers = [];
    for (const format of ['human', 'json', 'yaml']) {
      for (const command of ['block inspect vault', 'block list', 'workspace inspect', 'plan vault open']) {
        const { code, stdout, stderr } = await workspace.polycrate(...command.split(' '), '-o', format);
        const shown = [PASSWORD, encoded].some((spelling) => `${stdout}${stderr}`.includes(spelling));
        answers.push({ command, format, code, shown });
      }
    }
    expect(answers.filter(({ code, shown }) => code !== 0 || shown)).toEqual([]);
  });
});
