import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestEngine, prepareTestImage, waitUntilGone } from '../support/engine.ts';
import { kindsHere, startFurtherEngine, type FurtherEngine, type FurtherKind } from '../support/further-engines.ts';
import { describeContainers } from './container-suite.ts';
import { describeContainerEngine } from './engine-suite.ts';
import { describeToolchain } from './toolchain-suite.ts';

/** Holds an engine that is started for it against everything engines promise. Where it cannot be had, nothing is tested; root on Debian must have it. */
export function describeFurtherEngine(kind: FurtherKind): void {
  test(`${kind} is tested as root on Debian, elsewhere where it is installed`, () => {
    expect(kindsHere()).toEqual(process.getuid?.() === 0 ? expect.arrayContaining([kind]) : expect.anything());
  });
  if (kindsHere().includes(kind))
    describe(kind, () => {
      hold(kind);
    });
}

function hold(kind: FurtherKind): void {
  let further: FurtherEngine;
  const rootless = () => (kind === 'podman' ? {} : { rootless: further.owner });
  const open = () => createTestEngine({ endpoint: further.endpoint });

  beforeAll(async () => {
    further = await startFurtherEngine(kind);
  }, 90_000);
  afterAll(async () => {
    await further[Symbol.asyncDispose]();
  }, 60_000);

  test('is told apart from others', async () => {
    expect(await (await open()).describe()).toMatchObject({
      name: kind.replace('rootless ', ''),
      rootless: kind !== 'podman',
      endpoint: further.endpoint,
      rule: 'chosen by DOCKER_HOST',
      clockAheadMs: expect.any(Number),
    });
  });

  describeContainerEngine(kind, async () => ({
    engine: await open(),
    image: await prepareTestImage(further.docker),
    ...rootless(),
    async expectNothingLeft(job) {
      await waitUntilGone(job.name, 2_000, further.docker);
    },
  }));

  describeToolchain(kind, () => further);

  describeContainers(kind, async () => ({
    engine: await open(),
    docker: further.docker,
    ...rootless(),
    ...(kind === 'podman' ? { namesByNumber: true as const } : {}),
  }));
}
