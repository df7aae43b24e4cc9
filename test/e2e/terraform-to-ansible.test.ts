import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import path from 'node:path';
import { findFreePorts, listHosts, removeHosts, replaceHost } from '../support/hosts.ts';
import { closeWorkspaces, copyWorkspace } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

const EXAMPLE = path.join(import.meta.dirname, '../../examples/terraform-to-ansible');

// Names and ports of their own, so that a demo beside this test is not disturbed.
const NAMES = ['testone', 'testtwo'] as const;
const CONTAINERS = NAMES.map((name) => `polycrate-example-${name}`);

describe('the example terraform-to-ansible, elsewhere, on two real hosts with sshd', () => {
  let workspace: TestWorkspace;
  let hosts: string;

  beforeAll(async () => {
    await removeHosts(CONTAINERS);
    workspace = await copyWorkspace(EXAMPLE);
    const ports = await findFreePorts(NAMES.length);
    hosts = JSON.stringify(Object.fromEntries(NAMES.map((name, at) => [name, ports[at]])));
    await workspace.write('blocks/configure-servers/playbooks/ping.yml', PING);
    await workspace.write('blocks/configure-servers/block.poly', `${await workspace.read(BLOCK)}${PING_ACTION}`);
  });
  afterAll(async () => {
    await removeHosts(CONTAINERS);
    await closeWorkspaces();
  });

  test('provisions and configures both in one workflow', async () => {
    const run = await workspace.polycrate('workflow', 'run', 'deploy', '--env', `TF_VAR_hosts=${hosts}`);
    for (const name of NAMES) {
      expect(run.stdout).toMatch(new RegExp(`^${name} +: ok=3 +changed=2 +unreachable=0 +failed=0`, 'm'));
    }
    expect(run.stderr).toMatch(/^provision-infrastructure +✔ succeeded +0 .*\nconfigure-servers +✔ succeeded +0 /m);
    expect(run.code).toBe(0);
    expect(await listHosts(CONTAINERS)).toEqual(CONTAINERS);
    expect((await workspace.read('artifacts/ssh/known_hosts')).trim().split('\n')).toHaveLength(NAMES.length);
  }, 300_000);

  test('changes nothing the second time', async () => {
    const run = await workspace.polycrate('run', 'configure-servers', 'install');
    for (const name of NAMES) {
      expect(run.stdout).toMatch(new RegExp(`^${name} +: ok=3 +changed=0 +unreachable=0 +failed=0`, 'm'));
    }
    expect(run.code).toBe(0);
  });

  test('can be limited to one host by an argument', async () => {
    const run = await workspace.polycrate('run', 'configure-servers', 'ping', '--', '--limit', NAMES[1]);
    expect(run.stdout).toMatch(/^testtwo +: ok=1/m);
    expect(run.stdout).not.toMatch(/^testone +:/m);
    expect(run.code).toBe(0);
  });

  test('shows over ssh what was left on each', async () => {
    const run = await workspace.polycrate('run', 'configure-servers', 'show');
    const line = (name: string): string => `${name}: Configured by Polycrate: ${name} of terraform-to-ansible\n`;
    expect(run).toMatchObject({ code: 0, stdout: NAMES.map(line).join('') });
  });

  test('refuses a host whose key is another one all of a sudden', async () => {
    await replaceHost(CONTAINERS[0] ?? '');
    const run = await workspace.polycrate('run', 'configure-servers', 'ping');
    expect(run.stdout + run.stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    expect(run.stdout).toMatch(/^testone +: ok=0 +changed=0 +unreachable=1 /m);
    expect(run.stdout).toMatch(/^testtwo +: ok=1 +changed=0 +unreachable=0 /m);
    expect(run.code).toBe(4);
  });

  test('removes both and forgets their keys', async () => {
    const run = await workspace.polycrate('run', 'infrastructure', 'destroy', '--env', `TF_VAR_hosts=${hosts}`);
    expect(run.code).toBe(0);
    expect(await listHosts(CONTAINERS)).toEqual([]);
    expect(await workspace.read('artifacts/ssh/known_hosts')).toBe('');
    const missing = await workspace.polycrate('run', 'configure-servers', 'install');
    expect(missing.code).toBe(66);
    expect(missing.stderr).toContain('error[ARTIFACT_MISSING]');
    expect(missing.stderr).toContain('polycrate run infrastructure provision');
  });
});

const BLOCK = 'blocks/configure-servers/block.poly';
const PING_ACTION = `
  - name: ping
    playbook: playbooks/ping.yml
`;
const PING = '- { hosts: all, gather_facts: false, tasks: [{ name: Ping, ansible.builtin.ping: }] }\n';
