import { afterEach, describe, expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { RECIPE_LABEL } from '../../src/toolchain/index.ts';
import { scenario, type Scenario } from '../support/command-line.ts';
import { createJob, createTestEngine, prepareTestImage, runJob, TEST_LABEL } from '../support/engine.ts';

interface Harness {
  readonly docker: Docker;
  readonly endpoint: string;
}

/** Holds an engine that only the tests use against what the lock and `toolchain prune` need of it. */
export function describeToolchain(kind: string, open: () => Harness): void {
  describe(`the toolchain of ${kind}`, () => {
    const names: string[] = [];
    afterEach(async () => {
      for (const name of names.splice(0))
        await open()
          .docker.getImage(name)
          .remove({ force: true })
          .catch(() => undefined);
    });

    /** An image of a recipe of ours, with tools; each has an id of its own. */
    const build = async (tag: string, jq: string): Promise<string> => {
      const { docker } = open();
      const inventory = `mkdir -p /etc/polycrate && echo '{"tools":{"jq":"${jq}"}}' >/etc/polycrate/toolchain.json`;
      const container = await docker.createContainer({
        Image: await prepareTestImage(docker),
        Entrypoint: ['sh', '-c', inventory],
        Cmd: [],
        Labels: { [TEST_LABEL]: '1' },
        HostConfig: { NetworkMode: 'none' },
      });
      await container.start();
      await container.wait();
      await container.commit({ repo: 'localhost/polycrate-test', tag, changes: `LABEL ${RECIPE_LABEL}=${jq}` });
      await container.remove();
      const name = `localhost/polycrate-test:${tag}`;
      names.push(name);
      return name;
    };

    test('locks an image by its digest, runs it when its name has moved, and removes it when nothing needs it', async () => {
      const { endpoint, docker } = open();
      const tag = `tools-${randomBytes(4).toString('hex')}`;
      const name = await build(tag, '1.7');
      await using ws = await scenario({
        'workspace.poly': `name: acme\nconfig: { image: { reference: localhost/polycrate-test, version: ${tag} } }\n`,
      });
      const polycrate = (...argv: string[]) => onEngine(ws, endpoint, argv);
      expect(await polycrate('toolchain', 'lock')).toMatchObject({ status: 0, stderr: '' });
      const lock = JSON.parse(await ws.read('toolchain.lock')) as {
        readonly platforms: Readonly<Record<string, { readonly digest: string; readonly tools: object }>>;
      };
      const [{ digest, tools } = { digest: '', tools: {} }] = Object.values(lock.platforms);
      expect({ lock, tools }).toMatchObject({ lock: { image: name, source: 'built' }, tools: { jq: '1.7' } });
      expect(await polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 0, stderr: '' });

      // The locked image keeps a name, or the engine may take it for rubbish.
      await docker.getImage(name).tag({ repo: 'localhost/polycrate-test', tag: `${tag}-old` });
      names.push(`localhost/polycrate-test:${tag}-old`);
      await build(tag, '1.8');
      expect(await polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 0, stderr: '' });
      const engine = await createTestEngine({ endpoint });
      const ended = await runJob(engine, createJob(digest, 'cat /etc/polycrate/toolchain.json'));
      expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('"1.7"') });

      // What is locked and what the workspace names are both needed, until the lock names the new one only.
      expect((await polycrate('toolchain', 'prune', '--yes')).stdout).toMatch(/^0 images removed; 2 kept\n/);
      expect(await polycrate('toolchain', 'lock')).toMatchObject({ status: 0 });
      expect((await polycrate('toolchain', 'prune', '--yes')).stdout).toMatch(/^1 image removed; 1 kept\n/);
      expect(await engine.findImage(digest)).toBeUndefined();
      expect(await engine.findImage(name)).toBeDefined();
      await engine.release();
    });
  });
}

function onEngine(ws: Scenario, endpoint: string, argv: readonly string[]) {
  const env = { PATH: process.env['PATH'], HOME: ws.directory, NO_COLOR: '1', DOCKER_HOST: endpoint };
  return ws.polycrateWith({ findsEngine: true, env }, ...argv);
}
