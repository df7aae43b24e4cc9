import { describe, expect, test } from '@jest/globals';
import { findDifferences, type RuleName } from '../../../src/migrate/index.ts';
import { createMemoryFiles, type MemoryEntry } from '../../fakes/memory-files.ts';

async function only(rule: RuleName, entries: Readonly<Record<string, MemoryEntry>>): Promise<string[]> {
  const files = Object.fromEntries(Object.entries(entries).map(([path, entry]) => [`/ws/${path}`, entry]));
  const { differences } = await findDifferences('/ws', createMemoryFiles(files), { exact: true });
  return differences.filter((each) => each.rule === rule).map(({ found, edit }) => `${found} → ${edit}`);
}

const script = (items: readonly string[], rest = '') => ({
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly': `name: web\n${rest}actions: [{name: go, script: ${JSON.stringify(items)}}]\n`,
});

describe('scripts', () => {
  test.each([
    ['script-shell', ['cd app', 'ls'], '(cd app), or remove it'],
    ['script-shell', ['exit 0', 'ls'], 'remove it'],
    ['script-background', ['serve &'], 'write wait as the last item of the script'],
    ['script-background', ['kubectl port-forward svc/x 80', 'curl x'], 'kubectl port-forward svc/x 80 &'],
    ['script-ansible', ['ansible-playbook x.yml'], 'ansible-playbook -e "@$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" x.yml'],
    ['docker', ['docker build .'], 'container: { docker: true } in block "web"'],
    ['docker', ['if true; then docker ps; fi'], 'container: { docker: true } in block "web"'],
    [
      'root',
      ['apt-get install -y x'],
      'container: { user: root } in block "web"; better, an image of your own that has it',
    ],
    ['root', ['echo x > /etc/x'], 'container: { user: root } in block "web"; better, an image of your own that has it'],
    ['tool', ['velero version'], 'an image of your own that has velero, named in config.image'],
    ['variable', ['ssh -i "$ANSIBLE_SSH_PRIVATE_KEY_FILE" x'], '$ANSIBLE_PRIVATE_KEY_FILE'],
    ['script-order', ['one', 'two'], 'none; write || true after an item that may fail'],
  ] as const)('%s: %j', async (rule, items, edit) => {
    expect(await only(rule, script(items))).toEqual([expect.stringMatching(new RegExp(` → ${escape(edit)}$`))]);
  });

  test.each([
    ['script-shell', ['cd app && ls', 'ls'], ''],
    ['script-shell', ['ls', 'cd app'], ''],
    ['script-background', ['a && b', 'c 2>&1'], ''],
    ['docker', ['docker ps'], 'kind: dockerapp\n'],
    ['docker', ['docker ps'], 'container: {docker: true}\n'],
    ['docker', ['echo docker', '# docker ps'], ''],
    ['root', ['apt-get update'], 'container: {user: root}\n'],
    ['root', ['cp a b > /dev/null'], ''],
    ['script-ansible', ['ansible-playbook -e @$POLYCRATE_WORKSPACE_SNAPSHOT_JSON x.yml'], ''],
    ['script-order', ['one'], ''],
  ] as const)('are the same in both for %s: %j', async (rule, items, rest) => {
    expect(await only(rule, script(items, rest))).toEqual([]);
  });

  test('in files of the block are read too', async () => {
    const found = await only('docker', {
      ...script(['sh build.sh']),
      'blocks/web/build.sh': '#!/bin/sh\ndocker build .\n',
    });
    expect(found).toHaveLength(1);
  });
});

describe('playbooks', () => {
  const playbook = (line: string, text: string) => ({
    'workspace.poly': 'name: acme\n',
    'blocks/web/block.poly': `name: web\nactions: [{name: go, playbook: ${line}, config: {timeout: 60}}]\n`,
    'blocks/web/site.yml': text,
  });

  test('with arguments become scripts', async () => {
    expect(await only('playbook-words', playbook('site.yml --tags x', ''))).toEqual([
      'playbook: site.yml --tags x → script: ansible-playbook -e "@$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" site.yml --tags x "$@"',
    ]);
  });

  test('with arguments keep no template in the script', async () => {
    const line = JSON.stringify('{{ .Block.Config.play }}.yml --limit {{ .Block.Name }}');
    expect(await only('playbook-words', playbook(line, ''))).toEqual([
      expect.stringMatching(/ → script: .* \$\{BLOCK_CONFIG_PLAY:-\}\.yml --limit \$BLOCK_NAME "\$@"$/),
    ]);
    const templates = await only('template', playbook(JSON.stringify('{{ .Block.Name }}.yml'), ''));
    expect(templates).toEqual([
      '{{ .Block.Name }} → the path itself; in a script that calls ansible-playbook it is $BLOCK_NAME',
    ]);
  });

  test('that use the engine of this machine need it granted', async () => {
    const text = '- hosts: localhost\n  tasks:\n    - community.docker.docker_image: {name: x}\n';
    expect(await only('docker', playbook('site.yml', text))).toHaveLength(1);
    expect(await only('docker', playbook('site.yml', text.replace('localhost', 'all')))).toEqual([]);
  });

  test('whose actions have a timeout are ended by it', async () => {
    expect(await only('timeout', playbook('site.yml', ''))).toHaveLength(1);
  });
});

describe('inheritance', () => {
  test('of a block that is not here says where to put it', async () => {
    const found = await only('block-missing', {
      'workspace.poly': 'name: acme\nblocks: [{name: db, from: "example.org/x/db:1.0"}]\n',
    });
    expect(found).toEqual(['from: example.org/x/db:1.0 → put the block into blocks/example.org/x/db']);
  });

  test('that did not work there is only told', async () => {
    const found = await only('inheritance', {
      'workspace.poly':
        'name: acme\nblocks: [{name: top, from: mid, actions: [{name: go, script: ls}]}, {name: mid, from: low}, {name: low, actions: [{name: go, playbook: x.yml}]}]\n',
    });
    expect(found).toEqual(['top → mid → low → none', 'go: script over playbook → none']);
  });

  test('changed templates and kinds in other ways', async () => {
    const entries = {
      'workspace.poly':
        'name: acme\nblocks: [{name: low, kind: k8sapp}, {name: top, from: low, kind: generic, template: true}]\n',
    };
    expect(await only('template-child', entries)).toHaveLength(1);
    expect(await only('kind', entries)).toHaveLength(1);
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
