import { afterEach, describe, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { closeWorkspaces, createEmpty } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
  'chart/templates/seen.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: seen, namespace: {{ .Release.Namespace }}}\ndata: {{ .Values | toJson }}\n',
};

describe('block init of the installed CLI, in the toolchain', () => {
  test.each(['linuxapp', 'k8scluster'])('makes playbooks of the kind %s that Ansible understands', async (kind) => {
    const workspace = await createEmpty('acme');
    await workspace.polycrate('init', '--name', 'acme', '--bare');
    expect(await workspace.polycrate('block', 'init', 'shop', '--kind', kind)).toMatchObject({ code: 0, stderr: '' });
    const playbooks = await readdir(path.join(workspace.directory, 'blocks/shop/playbooks'));
    for (const name of playbooks.map((file) => path.parse(file).name)) {
      const run = await workspace.polycrate('run', 'shop', name, '--yes', '--', '--syntax-check');
      expect(run.stdout).toContain(`playbook: playbooks/${name}.yml`);
      expect(run.code).toBe(0);
    }
  });

  test('makes a k8sapp whose values come from its config', async () => {
    const workspace = await createEmpty('acme');
    await workspace.polycrate('init', '--name', 'acme', '--bare');
    await workspace.polycrate('block', 'init', 'web/shop', '--kind', 'k8sapp');
    for (const [file, text] of Object.entries(CHART)) await workspace.write(`blocks/web/shop/${file}`, text);
    const written = await workspace.read('blocks/web/shop/block.poly');
    const changed = written
      .replace(/name: podinfo\n +version.*\n +repo:\n.*\n.*\n/, 'name: ./chart\n')
      .replaceAll('enabled: false', 'enabled: true')
      .replace('values: {}', 'values: { replicas: 3, ingress: { className: other } }');
    await workspace.write('blocks/web/shop/block.poly', changed);
    const run = await workspace.polycrate('run', 'web/shop', 'template');
    expect(run.code).toBe(0);
    const [, values = ''] = /^data: (.*)$/m.exec(run.stdout) ?? [];
    expect(JSON.parse(values)).toEqual({
      replicas: 3,
      ingress: {
        enabled: true,
        className: 'other',
        annotations: {},
        hosts: [{ host: 'podinfo.example.org', paths: [{ path: '/', pathType: 'Prefix' }] }],
        tls: [{ hosts: ['podinfo.example.org'], secretName: 'podinfo.example.org-tls' }],
      },
      persistence: { enabled: true, size: '1Gi', accessModes: ['ReadWriteOnce'] },
    });
    expect(run.stdout).toContain('namespace: podinfo');
  });
});
