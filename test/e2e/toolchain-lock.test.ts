import { afterEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { prepareTestImage, TEST_LABEL } from '../support/engine.ts';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

const docker = new Docker();
const names: string[] = [];

afterEach(async () => {
  await closeWorkspaces();
  for (const name of names.splice(0))
    await docker
      .getImage(name)
      .remove()
      .catch(() => undefined);
});

/** A name of its own for the test image, as something that can move. */
async function createImage(): Promise<{ readonly name: string; readonly move: () => Promise<string> }> {
  const base = await prepareTestImage();
  const tag = `lock-${randomBytes(4).toString('hex')}`;
  const name = `polycrate-test:${tag}`;
  names.push(name);
  await docker.getImage(base).tag({ repo: 'polycrate-test', tag });
  return {
    name,
    async move() {
      const container = await docker.createContainer({ Image: base, Labels: { [TEST_LABEL]: '1' }, Cmd: ['true'] });
      await container.commit({ repo: 'polycrate-test', tag, changes: `LABEL moved=${tag}` });
      await container.remove();
      return (await docker.getImage(name).inspect()).Id;
    },
  };
}

const createLocked = async (name: string): Promise<TestWorkspace> => {
  const [reference, version] = name.split(':');
  const image = `config: { image: { reference: ${reference ?? ''}, version: "${version ?? ''}" } }\n`;
  return createWorkspace({
    'workspace.poly': `${image}blocks: [{ name: main, actions: [{ name: say, script: echo hi }] }]\n`,
  });
};

describe('a workspace with a toolchain.lock', () => {
  test('runs the locked image when its name has moved, also with a container that was made ahead', async () => {
    const image = await createImage();
    const workspace = await createLocked(image.name);
    const { Id: id } = await docker.getImage(image.name).inspect();
    const run = async () => {
      const cli = await workspace.start(['run', 'main', 'say'], { env: { POLYCRATE_CONTAINER_PARK: '1m' } });
      return cli.finished;
    };
    await run();
    expect(await workspace.polycrate('toolchain', 'lock')).toMatchObject({ code: 0 });
    expect(JSON.parse(await workspace.read('toolchain.lock'))).toMatchObject({
      image: image.name,
      source: 'built',
      platforms: { 'linux/amd64': { digest: id } },
    });
    await run();
    const moved = await image.move();
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hi\n' });
    expect(stderr).toContain('warning[TOOLCHAIN_DRIFT] ');
    expect((await workspace.records()).map((record) => record.image_id)).toEqual([id, id, id]);
    expect(await workspace.polycrate('toolchain', 'lock')).toMatchObject({ code: 0 });
    await run();
    expect((await workspace.records()).at(-1)?.image_id).toBe(moved);
    for (const each of await workspace.containers()) {
      const container = docker.getContainer(each);
      // Those that have run are just being removed by the engine itself.
      await container.remove({ force: true }).catch(() => undefined);
    }
  });

  test('is verified without a container, and refused when what is locked is not there', async () => {
    const image = await createImage();
    const workspace = await createLocked(image.name);
    await workspace.polycrate('toolchain', 'lock');
    expect(await workspace.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ code: 0 });
    const lock = await workspace.read('toolchain.lock');
    await workspace.write('toolchain.lock', lock.replace(/sha256:[0-9a-f]{8}/, 'sha256:00000000'));
    for (const command of [
      ['toolchain', 'verify'],
      ['run', 'main', 'say'],
    ]) {
      const { code, stdout, stderr } = await workspace.polycrate(...command);
      expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
      expect(stderr).toContain('error[TOOLCHAIN_DRIFT] ');
    }
    expect(await workspace.polycrate('toolchain', 'lock')).toMatchObject({ code: 0 });
    expect(await workspace.read('toolchain.lock')).toBe(lock);
  });
});
