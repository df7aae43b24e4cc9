import { describe, expect, test } from '@jest/globals';
import { findDifferences, RULES, type Difference, type RuleName } from '../../../src/migrate/index.ts';
import { createMemoryFiles, type MemoryEntry } from '../../fakes/memory-files.ts';

/** What is found in a workspace of these files: rule, place, text, edit. */
async function check(entries: Readonly<Record<string, MemoryEntry>>): Promise<readonly Difference[]> {
  const files = Object.fromEntries(Object.entries(entries).map(([path, entry]) => [`/ws/${path}`, entry]));
  const { differences } = await findDifferences('/ws', createMemoryFiles(files), { exact: true });
  return differences;
}

async function only(rule: RuleName, entries: Readonly<Record<string, MemoryEntry>>): Promise<string[]> {
  const all = await check(entries);
  return all
    .filter((each) => each.rule === rule)
    .map(({ place, found, edit }) => {
      return `${place.file.replace('/ws/', '')}:${place.line}:${place.column} ${found} → ${edit}`;
    });
}

/** A workspace with one block `web` whose only action is this script. */
const script = (items: readonly string[], rest = '') => ({
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly': `name: web\n${rest}actions:\n  - name: go\n    script:\n${items.map((item) => `      - ${item}\n`).join('')}`,
});

describe('a workspace that relies on nothing', () => {
  test('has nothing found in it', async () => {
    const found = await check({
      'workspace.poly':
        'name: acme\nblocks:\n  - name: hello\n    config: {to: world}\n    actions: [{name: say, script: echo hi}]\n',
    });
    expect(found).toEqual([]);
  });

  test('every rule says what was there and what is here', () => {
    for (const { title, there, here } of Object.values(RULES)) expect([title, there, here]).not.toContain('');
  });
});

describe('Go templates', () => {
  test.each([
    ['{{ .Block.Config.yourName }}', '$BLOCK_CONFIG_YOUR_NAME'],
    ['{{.Block.Name}}', '$BLOCK_NAME'],
    ['{{- .Workspace.Name -}}', '$WORKSPACE_NAME'],
    ['{{ .Action.Name }}', '$ACTION_NAME'],
    ['{{ .Env.HOME }}', '$HOME'],
    ['{{ index .Env "HOME" }}', '$HOME'],
    ['{{ .Block.Artifacts.Path }}', '$ARTIFACTS'],
    ['{{ .Block.Workdir.ContainerPath }}', '$BLOCK_WORKDIR_PATH'],
    ['{{ index .Block.Config.hosts 1 }}', '$BLOCK_CONFIG_HOSTS_1'],
    ['{{ index .Block.Config "your-key" }}', '$BLOCK_CONFIG_YOUR_KEY'],
    ['{{ .Block.Config.absent }}', '${BLOCK_CONFIG_ABSENT:-}'],
    ['{{ .Block.Config.chart }}', `$(jq -c '.block.config.chart' "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON")`],
    ['{{ if .Block.Config.on }}', 'if [ "$BLOCK_CONFIG_ON" = true ]; then … fi'],
    ['{{ if .Block.Config.yourName }}', 'if [ -n "$BLOCK_CONFIG_YOUR_NAME" ]; then … fi'],
    ['{{ if eq .Block.Name "x" }}', 'if [ "$BLOCK_NAME" = "x" ]; then … fi'],
    [
      '{{ range .Block.Config.hosts }}',
      `for item in $(jq -r '.block.config.hosts[]' "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON"); do … "$item"; done`,
    ],
    [
      '{{ .Block.Name | printf "%q" }}',
      'work it out in the shell, from variables or: jq … "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON"',
    ],
    ['{{ .Prompt.Input }}', 'interactive: true beside the script, and in it: read -r INPUT, then $INPUT'],
  ])('%s is %s', async (template, edit) => {
    const config = 'config: {yourName: Ada, hosts: [a, b], your-key: 1, on: true, chart: {name: x}}\n';
    const found = await only('template', script([`'echo ${template}'`], config));
    expect(found).toEqual([`blocks/web/block.poly:6:15 ${template} → ${edit}`]);
  });

  test('of docker and kubectl are left alone', async () => {
    const items = [
      `docker ps --format '{{.Names}} {{.State}}'`,
      `kubectl get po -o go-template='{{range .items}}{{end}}'`,
    ];
    expect(await only('template', script(items))).toEqual([]);
  });

  test('in single quotes need double ones for a variable', async () => {
    const [found] = await only('template', script([`echo '{{ .Block.Name }}'`]));
    expect(found).toMatch(/→ \$BLOCK_NAME, with " instead of ' around it$/);
  });

  test('find globals whose keys were put in lower case', async () => {
    const found = await only('template', {
      ...script(['echo {{ .Workspace.Config.Globals.basedomain }}']),
      'workspace.poly': 'name: acme\nconfig: {globals: {baseDomain: example.org}}\n',
    });
    expect(found).toEqual([expect.stringMatching(/→ \$WORKSPACE_CONFIG_GLOBALS_BASE_DOMAIN$/)]);
  });

  test('have their place in a block of text', async () => {
    const found = await only(
      'template',
      script(['|\n        echo one\n        echo {{ .Block.Name }} {{ .Block.Name }}']),
    );
    expect(found.map((each) => each.split(' ')[0])).toEqual([
      'blocks/web/block.poly:7:14',
      'blocks/web/block.poly:7:32',
    ]);
  });

  test('that were escaped for the tool behind are written plainly', async () => {
    const found = await only('template-escape', script([`docker ps --format '{{ "{{" }}.Names}}'`]));
    expect(found).toEqual(['blocks/web/block.poly:5:29 {{ "{{" }} → {{']);
  });
});

describe('values of YAML 1.1', () => {
  const inBlocks = (config: string) => ({
    'workspace.poly': `name: acme\nblocks:\n  - name: web\n    config: {${config}}\n`,
  });

  test.each([
    ['a: yes', 'a: yes → true'],
    ['a: n', 'a: n → false'],
    ['a: 0644', 'a: 0644 → 420'],
    ['a: 1_000', 'a: 1_000 → 1000'],
    ['a: 0b101', 'a: 0b101 → 5'],
    ['a: [on]', 'on → true'],
    ['off: 1', 'the key off: → false:'],
  ])('%s in workspace.poly is found', async (config, expected) => {
    expect(await only('yaml', inBlocks(config))).toEqual([expect.stringMatching(new RegExp(` ${expected}$`))]);
  });

  test.each(['a: "yes"', "a: '0644'", 'a: 1:30', 'a: 0', 'a: 00', 'a: 2024-01-01', 'a: 0x1F', 'a: true'])(
    '%s in workspace.poly is the same in both',
    async (config) => {
      expect(await only('yaml', inBlocks(config))).toEqual([]);
    },
  );

  test('of one letter for true and false are refused where nothing else is meant', async () => {
    const entries = {
      'workspace.poly': 'name: acme\nblocks: [{name: web, actions: [{name: go, script: x, interactive: y}]}]\n',
      'blocks/db/block.poly': 'name: db\ntemplate: N\n',
    };
    expect(await only('yaml-truth', entries)).toEqual([
      'blocks/db/block.poly:2:11 template: N → false',
      'workspace.poly:2:67 interactive: y → true',
    ]);
    expect(await only('refused', entries)).toEqual([]);
  });

  test('were fewer in block.poly, but dates were among them', async () => {
    const found = await only('yaml', {
      'workspace.poly': 'name: acme\n',
      'blocks/web/block.poly': 'name: web\ntemplate: yes\nconfig:\n  a: yes\n  b: 0644\n  c: 2024-01-01\n',
    });
    expect(found).toEqual([
      'blocks/web/block.poly:5:6 b: 0644 → 420',
      expect.stringContaining('blocks/web/block.poly:6:6 c: 2024-01-01 → 2024-01-01T00:00:00Z'),
    ]);
  });
});

describe('keys', () => {
  test('in another case are named as they must be written', async () => {
    const found = await only('key-case', { 'workspace.poly': 'name: acme\nName: corp\nextraEnv: [A=1]\n' });
    expect(found).toEqual(['workspace.poly:2:1 Name: → name:', 'workspace.poly:3:1 extraEnv: → extraenv:']);
  });

  test('in another case that are required are refused, and told once', async () => {
    const steps =
      '    steps:\n      - name: one\n        Block: web\n        action: go\n      - name: two\n        action: go\n';
    const entries = {
      'workspace.poly': `Name: acme\nworkflows:\n  - Name: all\n${steps}blocks: [{name: web, actions: [{name: go, script: echo}]}]\n`,
    };
    expect(await only('key-needed', entries)).toEqual([
      'workspace.poly:1:1 Name: → name:',
      'workspace.poly:3:5 Name: → name:',
      'workspace.poly:6:9 Block: → block:',
    ]);
    expect(RULES['key-needed'].effect).toBe('refused');
    expect(await only('refused', entries)).toEqual([
      'workspace.poly:8:9 KEY_MISSING: this step has no "block" → add block: some-block',
    ]);
  });

  test('with capitals are found where a playbook reads them in lower case', async () => {
    const found = await only('key-lowered', {
      'workspace.poly': 'name: acme\n',
      'blocks/web/block.poly': 'name: web\nconfig: {fooBar: {bazQux: 1}, plain: 2}\n',
      'blocks/web/site.yml':
        '- hosts: all\n  vars:\n    a: "{{ block.config.foobar.bazqux }} {{ block.config.plain }}"\n',
      'blocks/web/right.yml': 'a: "{{ block.config.fooBar.bazQux }}"\n',
    });
    expect(found).toEqual(['blocks/web/site.yml:3:12 block.config.foobar.bazqux → block.config.fooBar.bazQux']);
  });

  test('that differ only in case are both there', async () => {
    const found = await only('key-collision', {
      'workspace.poly': 'name: acme\nblocks: [{name: web, config: {a: {bC: 1, bc: 2}}}]\n',
    });
    expect(found).toEqual([expect.stringContaining('bC and bc')]);
  });
});

describe('paths of the snapshot', () => {
  test.each([
    ['block.workdir.localpath', 'block.workdir.path (nothing holds the path on the host)'],
    ["block['artifacts']['containerpath']", 'block.artifacts.path'],
    ['workspace.containerpath', 'workspace.path'],
    ['block.inventory.path', "lookup('env', 'ANSIBLE_INVENTORY')"],
    ['workspace.kubeconfig.localpath', "lookup('env', 'KUBECONFIG')"],
  ])('that are not here are replaced: %s', async (path, edit) => {
    const found = await only('snapshot-path', { ...script(['true']), 'blocks/web/site.yml': `a: "{{ ${path} }}"\n` });
    expect(found).toEqual([`blocks/web/site.yml:1:8 ${path} → ${edit}`]);
  });

  test('are variables in scripts', async () => {
    const found = await only(
      'snapshot-path',
      script(['cd $BLOCK_WORKDIR_CONTAINERPATH', 'cd "${BLOCK_ARTIFACTS_PATH}"']),
    );
    expect(found).toEqual(['blocks/web/block.poly:5:12 $BLOCK_WORKDIR_CONTAINERPATH → $BLOCK_WORKDIR_PATH']);
  });

  test.each(['block.workdir.path', 'block.config.path', 'workspace.path', 'item.localpath'])(
    '%s is here too',
    async (path) => {
      expect(
        await only('snapshot-path', { ...script(['true']), 'blocks/web/site.yml': `a: "{{ ${path} }}"\n` }),
      ).toEqual([]);
    },
  );
});

describe('empty values', () => {
  test.each(['false', '0', '""', 'null', '[]'])('%s over something is found', async (empty) => {
    const found = await only('empty-value', {
      'workspace.poly': `name: acme\nblocks:\n  - name: child\n    from: base\n    config: {deep: {value: ${empty}}}\n`,
      'blocks/base/block.poly': 'name: base\nconfig: {deep: {value: 5}}\n',
    });
    expect(found).toEqual([
      `workspace.poly:5:28 config.deep.value: ${empty} → remove the line: 5 of base/block.poly:2 then stays`,
    ]);
  });

  test('over the file of the same block, and in actions, count as well', async () => {
    const found = await only('empty-value', {
      'workspace.poly':
        'name: acme\nblocks: [{name: web, config: {a: 0}, actions: [{name: go, interactive: false}]}]\n',
      'blocks/web/block.poly': 'name: web\nconfig: {a: 1}\nactions: [{name: go, script: sh, interactive: true}]\n',
    });
    expect(found).toHaveLength(2);
  });

  test('over nothing, or over other empty ones, are the same in both', async () => {
    const found = await only('empty-value', {
      'workspace.poly': 'name: acme\nblocks: [{name: web, config: {a: false, b: 0}}]\n',
      'blocks/web/block.poly': 'name: web\nconfig: {a: null}\n',
    });
    expect(found).toEqual([]);
  });
});
