import { afterAll, afterEach, beforeAll } from '@jest/globals';
import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerEngine, HeadStart, Job, RunningJob } from '../../src/run/index.ts';
import { createJob, createTestEngine, prepareTestImage, readAll, TEST_LABEL } from './engine.ts';
import { eventually, parkedIn } from './parked.ts';

const LABEL = 'dev.polycrate.test.ahead';

/** What tests of containers made ahead work with: engines that remember in a folder of the test's own. To be called once, where tests are described. */
export function useAhead() {
  const docker = new Docker();
  const id = randomBytes(6).toString('hex');
  const engines: ContainerEngine[] = [];
  const bench = {
    docker,
    id,
    labels: { [TEST_LABEL]: '1', [LABEL]: id },
    image: '',
    folder: '',
    keepsakes: '',
    /** Another command, as it were: released after the test, or by `releaseAll`. */
    open: async (headStart?: HeadStart, options: { readonly answerMs?: number } = {}): Promise<ContainerEngine> => {
      const { keepsakes } = bench;
      const engine = await createTestEngine({
        keepsakes,
        ...options,
        ...(headStart === undefined ? {} : { headStart }),
      });
      engines.push(engine);
      return engine;
    },
    async releaseAll(): Promise<void> {
      for (const engine of engines.splice(0)) await engine.release();
    },
    job: (script: string, given: Partial<Job> = {}): Job =>
      createJob(bench.image, script, { labels: bench.labels, ...given }),
    /** Ids of the running containers of this file. */
    running: (): Promise<readonly string[]> => list(false),
    list: (): Promise<readonly string[]> => list(true),
    inspect: (name: string) =>
      docker
        .getContainer(name)
        .inspect()
        .catch(() => undefined),
    oneRunning: (): Promise<string> => eventually(async () => (await bench.running())[0]),
    isGone: (container: string): Promise<true> =>
      eventually(async () => ((await bench.running()).includes(container) ? undefined : true)),
    run: async (engine: ContainerEngine, what: Job) => {
      await using started: RunningJob = await engine.start(what);
      const [stdout, code] = await Promise.all([readAll(started.stdout), started.exit, readAll(started.stderr)]);
      return { containerId: started.containerId, stdout: stdout.toString(), code };
    },
  };
  const list = async (all: boolean): Promise<readonly string[]> =>
    (await docker.listContainers({ all, filters: { label: [`${LABEL}=${id}`] } })).map(({ Id }) => Id);

  beforeAll(async () => {
    bench.image = await prepareTestImage();
    bench.folder = await mkdtemp(path.join(tmpdir(), 'polycrate-ahead-'));
    bench.keepsakes = path.join(bench.folder, 'cache');
  });
  afterEach(async () => {
    await bench.releaseAll();
    // Nobody waits for what is parked, so it may still be on its way.
    for (const name of await parkedIn(bench.keepsakes))
      await eventually(async () => ((await bench.inspect(name))?.State.Running === true ? true : undefined));
    for (const left of await bench.list())
      await docker
        .getContainer(left)
        .remove({ force: true })
        .catch(() => undefined);
    await rm(bench.keepsakes, { recursive: true, force: true });
  });
  afterAll(async () => {
    await rm(bench.folder, { recursive: true, force: true });
  });
  return bench;
}
