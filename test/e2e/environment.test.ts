import { afterEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startAgent } from '../support/hosts.ts';
import { closeWorkspaces, createScripts, createWorkspace } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const ROOT = path.join(import.meta.dirname, '../..');
const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };

/** A block with everything that shows in the environment; its action leaves the environment and the snapshot as artifacts. */
async function createProbe(): Promise<TestWorkspace> {
  return createWorkspace({
    'workspace.poly': `
organization: acme
labels: { team: platform }
config:
  globals: { region: eu-1 }
`,
    'blocks/probe/block.poly': `
name: probe
kind: generic
artifacts: { from: [other-one] }
kubeconfig: { context: blue, namespace: shop }
config:
  your-name: Ada
  camelCase: kept
  ports: [80, 443]
  deep: { is-on: false, empty: '', nothing: null, zero: 0 }
  users: [{ name: ada }, { name: bob }]
actions:
  - name: look
    config: { retries: 3 }
    script: |
      env -0 > "$ARTIFACTS/environment"
      cp "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" "$ARTIFACTS/snapshot.json"
      cp "$POLYCRATE_WORKSPACE_SNAPSHOT_YAML" "$ARTIFACTS/snapshot.yml"
      head -n 1 "$POLYCRATE_RUNTIME_SCRIPT_PATH"
`,
    'blocks/probe/main.tf': 'terraform {}\n',
    'blocks/other/block.poly': 'name: other-one\n',
    'artifacts/blocks/probe/kubeconfig.yml': 'apiVersion: v1\nkind: Config\n',
    'artifacts/secrets/id_ed25519': 'a key\n',
  });
}

async function readEnvironment(workspace: TestWorkspace): Promise<Record<string, string>> {
  const entries = (await workspace.read('artifacts/blocks/probe/environment')).split('\0').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

describe('what an action is told', () => {
  test('is every documented variable', async () => {
    const workspace = await createProbe();
    const run = await workspace.polycrate('run', 'probe', 'look');
    expect(run).toMatchObject({ code: 0, stdout: 'set -euo pipefail\n' });
    const environment = await readEnvironment(workspace);
    const { transaction } = await workspace.record();
    expect(environment).toMatchObject({
      POLYCRATE_WORKSPACE: workspace.name,
      POLYCRATE_BLOCK: 'probe',
      POLYCRATE_ACTION: 'look',
      POLYCRATE_WORKFLOW: '',
      POLYCRATE_STEP: '',
      POLYCRATE_VERSION: version,
      POLYCRATE_CLI_VERSION: version,
      POLYCRATE_IMAGE_REFERENCE: 'ghcr.io/polycrate/toolchain',
      POLYCRATE_IMAGE_VERSION: version,
      POLYCRATE_FORCE: '0',
      POLYCRATE_TRANSACTION: transaction,
      POLYCRATE_BLOCK_WORKDIR: '/workspace/blocks/probe',
      IN_CONTAINER: '1',
      IN_CI: 'false',
      TERM: 'xterm-256color',
      ARTIFACTS: '/workspace/artifacts/blocks/probe',
      ARTIFACTS_OTHER_ONE: '/workspace/artifacts/blocks/other-one',
      ARTIFACTS_ROOT: '/workspace/artifacts',
      SECRETS_DIR: '/workspace/artifacts/secrets',
      WORKSPACE_NAME: workspace.name,
      WORKSPACE_ORGANIZATION: 'acme',
      WORKSPACE_LABELS_TEAM: 'platform',
      WORKSPACE_CONFIG_GLOBALS_REGION: 'eu-1',
      BLOCK_NAME: 'probe',
      BLOCK_KIND: 'generic',
      BLOCK_CONFIG_YOUR_NAME: 'Ada',
      BLOCK_CONFIG_CAMEL_CASE: 'kept',
      BLOCK_CONFIG_PORTS: '80,443',
      BLOCK_CONFIG_PORTS_0: '80',
      BLOCK_CONFIG_PORTS_1: '443',
      BLOCK_CONFIG_DEEP_IS_ON: 'false',
      BLOCK_CONFIG_DEEP_EMPTY: '',
      BLOCK_CONFIG_DEEP_NOTHING: '',
      BLOCK_CONFIG_DEEP_ZERO: '0',
      BLOCK_CONFIG_USERS_1_NAME: 'bob',
      ACTION_NAME: 'look',
      ACTION_CONFIG_RETRIES: '3',
      ANSIBLE_PRIVATE_KEY_FILE: '/workspace/artifacts/secrets/id_ed25519',
      ANSIBLE_HOST_KEY_CHECKING: 'True',
      ANSIBLE_STDOUT_CALLBACK: 'ansible.builtin.default',
      ANSIBLE_PIPELINING: 'True',
      ANSIBLE_VERBOSITY: '0',
      KUBECONFIG: '/run/polycrate/kube-context.yml:/workspace/artifacts/blocks/probe/kubeconfig.yml',
      K8S_AUTH_KUBECONFIG: '/workspace/artifacts/blocks/probe/kubeconfig.yml',
      HELM_KUBECONTEXT: 'blue',
      HELM_NAMESPACE: 'shop',
      TF_IN_AUTOMATION: '1',
      TF_DATA_DIR: '/workspace/artifacts/blocks/probe/.terraform',
      TF_CLI_ARGS_apply: "-state='/workspace/artifacts/blocks/probe/terraform.tfstate'",
    });
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(['ANSIBLE_INVENTORY', 'HOME', 'PATH']));
    expect(environment).not.toHaveProperty('WORKSPACE_BLOCKS_0_NAME');
  });

  test('is also in the snapshot, with keys as they are written', async () => {
    const workspace = await createProbe();
    await workspace.polycrate('run', '--force', 'probe', 'look');
    const snapshot = JSON.parse(await workspace.read('artifacts/blocks/probe/snapshot.json')) as Record<
      string,
      unknown
    >;
    expect(JSON.parse(await workspace.read('artifacts/blocks/probe/snapshot.yml'))).toEqual(snapshot);
    expect(Object.keys(snapshot).sort()).toEqual(
      ['workspace', 'block', 'action', 'workflow', 'step', 'transaction', 'env', 'mounts'].sort(),
    );
    expect(snapshot).toMatchObject({
      workspace: { name: workspace.name, organization: 'acme', config: { globals: { region: 'eu-1' } } },
      block: {
        name: 'probe',
        config: {
          'your-name': 'Ada',
          camelCase: 'kept',
          ports: [80, 443],
          deep: { 'is-on': false, empty: '', nothing: null, zero: 0 },
          users: [{ name: 'ada' }, { name: 'bob' }],
        },
      },
      action: { name: 'look', config: { retries: 3 } },
      workflow: null,
      step: null,
      transaction: (await workspace.record()).transaction,
      env: { POLYCRATE_BLOCK: 'probe', POLYCRATE_FORCE: '1' },
    });
    expect(snapshot).toHaveProperty('mounts.0', {
      source: workspace.directory,
      target: '/workspace',
      readonly: false,
    });
  });
});

describe('what an action reaches', () => {
  test('is what the caller reaches: proxies, and a bundle of trusted authorities', async () => {
    const workspace = await createScripts({
      go: `printf '%s\\n' "$HTTPS_PROXY" "$no_proxy"
for bundle in "$SSL_CERT_FILE" "$CURL_CA_BUNDLE" "$REQUESTS_CA_BUNDLE" "$NODE_EXTRA_CA_CERTS"; do cat "$bundle"; done`,
    });
    await workspace.write('authorities.pem', 'our authority\n');
    const env = {
      HTTPS_PROXY: 'http://127.0.0.1:9/',
      no_proxy: 'localhost,.example.org',
      SSL_CERT_FILE: path.join(workspace.directory, 'authorities.pem'),
    };
    const run = await (await workspace.start(['run', 'main', 'go'], { env })).finished;
    expect(run.stdout).toBe(`http://127.0.0.1:9/\nlocalhost,.example.org\n${'our authority\n'.repeat(4)}`);
    expect(run.code).toBe(0);
  });

  test('is the caller’s SSH agent, also behind a link', async () => {
    await using agent = await startAgent('carried by the agent');
    const workspace = await createScripts({ go: 'ssh-add -l' });
    const run = await (await workspace.start(['run', 'main', 'go'], { env: { SSH_AUTH_SOCK: agent.link } })).finished;
    expect(run.stdout).toContain('carried by the agent (ED25519)');
    expect(run.code).toBe(0);
  });

  test('is no SSH agent where the caller’s is dead', async () => {
    const workspace = await createScripts({ go: 'echo "${SSH_AUTH_SOCK-none}"' });
    const env = { SSH_AUTH_SOCK: path.join(workspace.directory, 'dead.sock') };
    const run = await (await workspace.start(['run', 'main', 'go'], { env })).finished;
    expect(run).toMatchObject({ code: 0, stdout: 'none\n' });
  });
});

describe('a block that names a context of its kubeconfig', () => {
  test('reaches that one with plain kubectl and helm, whichever is the current one', async () => {
    const cluster = (name: string) => ({ name, cluster: { server: `https://${name}.invalid` } });
    const context = (name: string) => ({ name, context: { cluster: name, user: 'me' } });
    const workspace = await createWorkspace({
      'workspace.poly': `blocks: [{ name: app, kubeconfig: { context: blue }, actions: [{ name: where, script: "kubectl config view --minify -o 'jsonpath={.clusters[0].cluster.server}'" }] }]\n`,
      'artifacts/blocks/app/kubeconfig.yml': JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'red',
        clusters: [cluster('red'), cluster('blue')],
        contexts: [context('red'), context('blue')],
        users: [{ name: 'me', user: { token: 'x' } }],
      }),
    });
    const { code, stdout } = await workspace.polycrate('run', 'app', 'where');
    expect(stdout).toBe('https://blue.invalid');
    expect(code).toBe(0);
  });
});
