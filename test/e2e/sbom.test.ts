import { afterEach, expect, test } from '@jest/globals';
import { findCycloneDxFaults } from '../support/sbom-schema.ts';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

interface Answer {
  readonly components: readonly {
    readonly kind: string;
    readonly name: string;
    readonly licenses: readonly string[];
  }[];
}

test('the toolchain tells what it is made of: packages, Python, collections and Go modules, in the official form', async () => {
  const workspace = await createScripts({ nothing: 'true' });
  const { code, stdout } = await workspace.polycrate('toolchain', 'sbom', '-o', 'json');
  expect(code).toBe(0);
  const { components } = JSON.parse(stdout) as Answer;
  const has = (kind: string, name: string): boolean =>
    components.some((each) => each.kind === kind && each.name === name && each.licenses.length > 0);
  expect([
    has('deb', 'bash'),
    has('python', 'pyyaml'),
    has('ansible', 'community.docker'),
    has('go', 'github.com/hashicorp/terraform'),
    has('go', 'helm.sh/helm/v3'),
  ]).toEqual([true, true, true, true, true]);
  const documented = await workspace.polycrate('toolchain', 'sbom', '-o', 'cyclonedx-json');
  expect(findCycloneDxFaults(JSON.parse(documented.stdout))).toEqual([]);
  // Several programs are linked with versions of their own of one module.
  const listed = (await workspace.polycrate('toolchain', 'licenses')).stdout.split('\n').slice(1, -1);
  const repeated = listed.filter((line) => {
    const names = line.split(/ {2,}/).at(-1)?.split(', ') ?? [];
    return new Set(names).size !== names.length;
  });
  expect(repeated).toEqual([]);
  // Of each kind nearly everything says its licence.
  const silent = components.filter(({ licenses }) => licenses.length === 0);
  expect(silent.length / components.length).toBeLessThan(0.06);
});
