import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateSchemas } from '../../../scripts/generate/schemas.ts';
import { validateBlock, validateWorkspace } from '../../../src/schema/generated/validators.js';
import { NAME_PATTERN } from '../../../src/schema/rules.ts';
import { load, problemsOf, resolve } from '../../fakes/workspaces.ts';

const root = join(import.meta.dirname, '../../..');

test('what is generated from the schemas is up to date', async () => {
  for (const [path, contents] of await generateSchemas()) {
    expect({ path, isCurrent: readFileSync(join(root, path), 'utf8') === contents }).toEqual({ path, isCurrent: true });
  }
});

test('the validators need nothing but themselves', () => {
  const text = readFileSync(join(root, 'src/schema/generated/validators.js'), 'utf8');
  expect(text).not.toMatch(/\brequire\(|\bimport\b/);
});

describe('the name rule', () => {
  test.each(['ab', 'k8s', 'prod-cluster', 'acme/k8s/harbor', 'A1', 'a-1_b/c', 'a1b2'])('%s is a name', (name) => {
    expect(name).toMatch(new RegExp(NAME_PATTERN));
  });

  test.each(['', 'a', '1a', '-a', 'a-', 'a--b', 'a-_b', 'a//b', 'a b', 'a.b', 'ä1', 'a/', 'ab\n'])(
    '%j is none',
    (name) => {
      expect(name).not.toMatch(new RegExp(NAME_PATTERN));
    },
  );

  test('takes no time for a long name that is wrong at its end', () => {
    const begin = performance.now();
    expect(new RegExp(NAME_PATTERN).test(`${'ab'.repeat(500_000)}!`)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});

describe('every key of the formats is known', () => {
  test('of a workspace', () => {
    const isValid = validateWorkspace({
      name: 'acme',
      organization: 'corp',
      description: 'd',
      version: '1.0.0',
      labels: { a: 'b' },
      meta: { any: [1] },
      alias: ['other'],
      blocks: [],
      workflows: [],
      inventory: { filename: 'inventory.yml' },
      kubeconfig: { filename: 'kubeconfig.yml' },
      extraenv: ['A=b'],
      extramounts: ['/a:/b:ro'],
      dependencies: ['registry.example.com/a/b:1.0.0'],
      events: { handler: 'webhook', endpoint: 'https://example.com', headers: { a: 'b' }, timeout: '10s' },
      git: {
        enabled: true,
        auto: true,
        remote: { name: 'origin', url: 'u', branch: 'main' },
        commit: { sign: true, author: 'a' },
      },
      sync: { enabled: false },
      config: {
        image: { reference: 'r', version: 'v' },
        toolchain: { require: { terraform: '~1.13' }, pull: 'locked' },
        dockerfile: 'Dockerfile.poly',
        blocksroot: 'blocks',
        artifactsroot: 'artifacts',
        logsroot: '.logs',
        blocksconfig: 'block.poly',
        containerroot: '/workspace',
        remoteroot: '/polycrate',
        sshprivatekey: 'k',
        sshpublickey: 'k.pub',
        logging: { enabled: true, path: '.logs', keep: 90 },
        globals: { any: { thing: true } },
        container: {
          network: 'host',
          docker: 'auto',
          user: 'caller',
          secrets: 'env',
          cpus: 1.5,
          memory: '2g',
          pids: 100,
          tmpfs: ['/tmp'],
          capabilities: ['NET_ADMIN'],
          readonly: true,
        },
        registry: { url: 'u', base_image: 'b' },
        registries: { any: 'thing' },
        ssh: { strict: 'yes', agent: true, control_persist: '10m', cache_ttl: '1h' },
      },
    });
    expect(validateWorkspace.errors ?? []).toEqual([]);
    expect(isValid).toBe(true);
  });

  test('of a block, its actions, and workflows', () => {
    const metadata = [
      'type',
      'flavor',
      'implementation',
      'description',
      'display_name',
      'icon_url',
      'git_repository_url',
      'license',
    ];
    const links = ['license_url', 'website_url', 'documentation_url', 'releases_url'];
    const kinds = {
      script: ['a'],
      playbook: 'p',
      terraform: 'plan',
      helm: { install: true },
      kubectl: { args: [] },
      compose: 'up',
    };
    const common = {
      description: 'd',
      labels: { a: 1 },
      alias: ['x'],
      prompt: { message: '?' },
      timeout: '1m',
      retry: { attempts: 2, delay: '1s', on: [1] },
    };
    const action = {
      name: 'run',
      ...common,
      ...kinds,
      interactive: true,
      idle_timeout: '1m',
      config: { timeout: 3 },
      env: { A: 1 },
      inputs: ['a'],
      outputs: ['b'],
    };
    const block = {
      name: 'shop',
      version: '1.0.0',
      kind: 'generic',
      ...Object.fromEntries([...metadata, ...links].map((key) => [key, 'text'])),
      labels: {},
      alias: [],
      supports_ha: true,
      changelog: [{ version: '1' }],
      vulnerability: { any: 1 },
      from: 'base',
      template: false,
      config: { any: [null] },
      actions: [action],
      inventory: { from: 'a', filename: 'b' },
      kubeconfig: { from: 'a', filename: 'b', context: 'c', namespace: 'd' },
      artifacts: { from: ['a'] },
      container: { docker: true },
    };
    validateBlock(block);
    expect(validateBlock.errors ?? []).toEqual([]);
    const step = {
      name: 'one',
      block: 'b',
      action: 'a',
      ...common,
      allow_failure: true,
      args: ['-v'],
      needs: ['x'],
      when: 'failure',
      if: 'changed(x)',
    };
    const { retry: _retry, ...shared } = common;
    validateWorkspace({
      name: 'acme',
      blocks: [block],
      workflows: [{ name: 'flow', ...shared, allow_failure: true, concurrency: 2, steps: [step] }],
    });
    expect(validateWorkspace.errors ?? []).toEqual([]);
  });
});

describe('the examples of the integrations page', () => {
  const infrastructure = `name: infrastructure
kind: generic
actions:
- name: provision
  script:
  - terraform apply -auto-approve
  - terraform output -json | python3 scripts/to-inventory.py > $ARTIFACTS/inventory.yml
- name: generate-inventory
  script: [echo]
`;
  const servers = `name: configure-servers
kind: linuxapp
inventory:
  from: infrastructure # Nutzt generiertes Inventory
actions:
- name: install
  playbook: playbooks/setup-servers.yml
`;
  const app =
    'name: my-app\nkind: k8sapp\nkubeconfig:\n  from: prod-cluster # Nutzt Kubeconfig vom Cluster-Block\nactions:\n- name: deploy\n  playbook: playbooks/deploy-helm.yml\n';
  const cluster =
    'name: prod-cluster\nkind: k8scluster\nactions:\n- name: create\n  script:\n  - eksctl create cluster -f cluster.yml\n';
  const stages = `# In workspace.poly
name: my-workspace
blocks:
- name: infrastructure
  # ...
- name: configure-servers
  # ...
- name: my-app
  # ...
workflows:
- name: deploy-complete-stack
  steps:
  - name: provision-infrastructure
    block: infrastructure
    action: provision # Terraform
  - name: generate-inventory
    block: infrastructure
    action: generate-inventory
  - name: configure-servers
    block: configure-servers
    action: install # Ansible
  - name: deploy-application
    block: my-app
    action: deploy # Docker Compose via Ansible
`;

  test('the third pattern loads, its blocks being defined in files of their own', async () => {
    const workspace = await resolve({
      'workspace.poly': stages,
      'blocks/infrastructure/block.poly': infrastructure,
      'blocks/configure-servers/block.poly': servers,
      'blocks/my-app/block.poly': app,
      'blocks/prod-cluster/block.poly': cluster,
    });
    expect(workspace.warnings).toEqual([]);
    expect(workspace.workflows[0]?.steps.map((step) => `${step.block} ${step.action}`)).toEqual([
      'infrastructure provision',
      'infrastructure generate-inventory',
      'configure-servers install',
      'my-app deploy',
    ]);
    expect(workspace.blocks.find((block) => block.name === 'configure-servers')?.inventory.from).toBe('infrastructure');
  });

  test('the third pattern alone is well-formed; resolving it names every action still to be written', async () => {
    expect((await load({ 'workspace.poly': stages })).warnings).toEqual([]);
    expect((await problemsOf(resolve({ 'workspace.poly': stages }))).map((problem) => problem.code)).toEqual(
      Array(4).fill('ACTION_UNKNOWN'),
    );
  });

  test('the rollback workflow loads', async () => {
    const step = (name: string, block: string, action: string, more = '') =>
      `  - name: ${name}\n    block: ${block}\n    action: ${action}\n${more}`;
    const { workflows } = await load({
      'workspace.poly': `name: my-workspace\nworkflows:\n- name: deploy-with-rollback\n  steps:\n${[
        step('backup', 'database', 'backup'),
        step('deploy', 'app', 'install', '    allow_failure: false # Stop bei Fehler\n'),
        step('verify', 'app', 'health-check', '# Bei Fehler: Rollback\n'),
        step('rollback', 'app', 'rollback'),
      ].join('')}`,
    }).then(({ main }) => main.value);
    expect(workflows?.[0]?.steps).toHaveLength(4);
  });
});
