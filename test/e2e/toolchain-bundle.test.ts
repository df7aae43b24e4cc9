import { afterEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { prepareTestImage, TEST_LABEL } from '../support/engine.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

const docker = new Docker();
const names: string[] = [];
const DIGEST = `sha256:${randomBytes(32).toString('hex')}`;

afterEach(async () => {
  await closeWorkspaces();
  for (const name of names.splice(0)) await remove(name);
});

const remove = (name: string): Promise<unknown> =>
  docker
    .getImage(name)
    .remove()
    .catch(() => undefined);

/** An image that nothing else is called by, and a workspace that runs in it. */
async function createSite(): Promise<{ readonly tag: string; readonly id: string; readonly site: TestWorkspace }> {
  const tag = `bundle-${randomBytes(4).toString('hex')}`;
  const container = await docker.createContainer({
    Image: await prepareTestImage(),
    Labels: { [TEST_LABEL]: '1' },
    Cmd: ['true'],
  });
  await container.commit({ repo: 'polycrate-test', tag, changes: `LABEL bundled=${tag}` });
  await container.remove();
  names.push(`polycrate-test:${tag}`, `polycrate-test:${DIGEST.replace(':', '-')}`);
  const { Id: id } = await docker.getImage(`polycrate-test:${tag}`).inspect();
  return { tag, id, site: await workspaceFor(tag) };
}

const workspaceFor = (tag: string): Promise<TestWorkspace> =>
  createWorkspace({
    'workspace.poly': `config: { image: { reference: polycrate-test, version: "${tag}" } }\nblocks: [{ name: main, actions: [{ name: say, script: echo hi }] }]\n`,
  });

describe('a bundle', () => {
  test('brings the locked image to an engine that has lost it', async () => {
    const { tag, id, site } = await createSite();
    await site.polycrate('toolchain', 'lock');
    expect(await site.polycrate('toolchain', 'bundle', 'site.tar')).toMatchObject({ code: 0 });
    expect((await readdir(site.directory)).filter((name) => name.includes('.tar'))).toEqual(['site.tar']);
    await remove(`polycrate-test:${tag}`);
    expect(await site.polycrate('toolchain', 'verify')).toMatchObject({ code: 78 });
    expect(await site.polycrate('toolchain', 'load', 'site.tar')).toMatchObject({ code: 0 });
    expect(await site.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ code: 0 });
    expect(await site.polycrate('run', 'main', 'say')).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect((await site.record()).image_id).toBe(id);
    expect((await docker.getImage(`polycrate-test:${tag}`).inspect()).Id).toBe(id);
  });

  test("satisfies a lock by a registry's digest on an engine that never met the registry", async () => {
    const { tag, id, site } = await createSite();
    const lock = {
      schema: 1,
      image: `polycrate-test:${tag}`,
      source: 'pulled',
      platforms: { 'linux/amd64': { digest: DIGEST } },
    };
    await site.write('toolchain.lock', JSON.stringify(lock));
    // As another bundle has left it here: an engine only has a digest from a registry.
    await docker.getImage(id).tag({ repo: 'polycrate-test', tag: DIGEST.replace(':', '-') });
    expect(await site.polycrate('toolchain', 'bundle', 'site.tar')).toMatchObject({ code: 0 });
    for (const name of names) await remove(name);
    expect(await site.polycrate('run', 'main', 'say')).toMatchObject({ code: 69, stdout: '' });
    expect(await site.polycrate('toolchain', 'load', 'site.tar')).toMatchObject({ code: 0 });
    expect(await site.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ code: 0 });
    expect(await site.polycrate('run', 'main', 'say')).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect((await site.records()).at(-1)?.image_id).toBe(id);
  });

  test('brings providers to where terraform init finds them without a network', async () => {
    const required = 'terraform {\n  required_providers {\n    null = { source = "hashicorp/null" }\n  }\n}\n';
    const provider = 'registry.terraform.io/hashicorp/null/3.2.3/linux_amd64/terraform-provider-null_v3.2.3';
    const site = await createWorkspace({
      'workspace.poly': 'config: { container: { network: none } }\n',
      'blocks/main/block.poly': 'name: main\nactions: [{ name: init, script: cd code && terraform init }]\n',
      'blocks/main/code/main.tf': required,
      // As terraform init leaves it; it is not run by another one.
      [`artifacts/blocks/main/.terraform/providers/${provider}`]: '#!/bin/sh\n',
    });
    await chmod(path.join(site.directory, `artifacts/blocks/main/.terraform/providers/${provider}`), 0o755);
    // A small image: what travels is not what is tested here.
    const carrying = ['--image-ref', await prepareTestImage()];
    expect(await site.polycrate('toolchain', 'bundle', 'site.tar', ...carrying)).toMatchObject({ code: 0 });
    expect(await site.polycrate('toolchain', 'load', 'site.tar', '--into', 'there')).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await site.polycrate('run', 'main', 'init', '-w', 'there');
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('Installed hashicorp/null v3.2.3');
  });
});
