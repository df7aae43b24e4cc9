import { afterEach, describe, expect, jest, test } from '@jest/globals';
import Docker from 'dockerode';
import { BASE_IMAGE } from '../support/engine.ts';
import { listImage } from '../support/image-files.ts';
import { VERSION } from '../../src/version.ts';
import { closeWorkspaces, createWorkspace, giveAway } from '../support/workspaces.ts';

// The whole image is read once.
jest.setTimeout(120_000);
afterEach(closeWorkspaces);

const IMAGE = `ghcr.io/polycrate/toolchain:${VERSION}`;
const docker = new Docker();

describe('the toolchain image', () => {
  test('has no setuid program, nothing that tells when it was built, and eight layers in 1.2 GB', async () => {
    const [entries, base, info] = [
      await listImage(docker, IMAGE),
      await listImage(docker, BASE_IMAGE),
      await docker.getImage(IMAGE).inspect(),
    ];
    const added = [...entries].filter(([path, { mtime }]) => base.get(path)?.mtime !== mtime);
    expect(added.length).toBeGreaterThan(1_000);
    const privileged = [...entries].filter(
      ([path, { mode }]) => !path.endsWith('/') && Number.parseInt(mode, 8) & 0o6000,
    );
    expect(privileged.map(([path]) => path)).toEqual([]);
    // What a package brings is older than the package; only what the build itself has left can be of the last hour before its end.
    const built = new Date(info.Created).getTime();
    const fresh = added.filter(([, { mtime }]) => mtime !== '' && new Date(mtime).getTime() > built - 3_600_000);
    expect(fresh.map(([path]) => path)).toEqual([]);
    const traces =
      /^(?:var\/log\/.|var\/lib\/apt\/lists\/.|var\/cache\/(?:apt|ldconfig)\/.|tmp\/.|root\/\.cache|.*-old$|etc\/[^/]+-$)/;
    expect(added.map(([path]) => path).filter((path) => traces.test(path))).toEqual([]);
    expect(info.RootFS.Layers?.length).toBeLessThanOrEqual(8);
    expect(info.Size).toBeLessThan(1.2e9);
  });

  test('does its work on a root that cannot be written, for a uid that it does not know', async () => {
    const work = [
      'touch /nowhere 2>/dev/null && exit 1',
      'ansible localhost -m ping -o',
      'terraform version',
      'helm version --short',
      'kubectl version --client',
      'docker --version',
      'git config --global user.name me && git --version',
    ];
    const action = { name: 'work', script: work };
    const workspace = await createWorkspace({
      'workspace.poly': `config: { container: { user: "54321:54321", readonly: true } }\nblocks: ${JSON.stringify([{ name: 'main', actions: [action] }])}\n`,
    });
    await giveAway(workspace.directory, { uid: 54321, gid: 54321 });
    const { code, stdout, stderr } = await workspace.polycrate('run', 'main', 'work');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    for (const word of ['SUCCESS', 'Terraform v', 'v3.', 'Client Version', 'Docker version', 'git version'])
      expect(stdout).toContain(word);
  });
});
