import { describe, expect, test } from '@jest/globals';
import { ensureImage, type ImageBuilder } from '../../../src/toolchain/index.ts';
import { FakeContainerEngine } from '../../fakes/container-engine.ts';
import { recorder, testInterruptions } from '../../support/events.ts';
import { catchProblemOf } from '../../support/problems.ts';
import { host } from '../../support/resolved.ts';

const OWN = 'ghcr.io/polycrate/toolchain:0.1.0';
const BASE = 'debian:trixie-slim';

function tools(options: ConstructorParameters<typeof FakeContainerEngine>[0]) {
  const engine = new FakeContainerEngine(options);
  const built: string[] = [];
  const builder: ImageBuilder = {
    recipeHash: () => Promise.resolve('hash'),
    baseImage: () => Promise.resolve(BASE),
    publishedVersions: () => Promise.resolve(['v4.53.4', 'v4.53.6', 'v4.54.2']),
    async build(reference, _options, listener) {
      listener.progressed({ step: 'compile', state: 'done', elapsedMs: 5 });
      built.push(reference);
      await engine.pullImage(reference, () => undefined, new AbortController().signal);
    },
  };
  const told = recorder();
  return {
    told,
    built,
    tools: {
      engine,
      builder: () => Promise.resolve(builder),
      emit: told.emit,
      interruptions: testInterruptions(),
      host: host(),
    },
  };
}

describe('the image of a run', () => {
  test('is used as it is when it is there, without a word', async () => {
    const { told, tools: given } = tools({ images: [OWN] });
    await ensureImage(OWN, given);
    expect(told.names()).toEqual([]);
  });

  test('is pulled when it is not', async () => {
    const { told, built, tools: given } = tools({ images: [], pullable: ['team/tools:2'] });
    await ensureImage('team/tools:2', given);
    expect(told.names()).toEqual(['image.pullStarted', 'image.pullProgressed', 'image.ready']);
    expect(built).toEqual([]);
  });

  test('of another recipe is never built: it cannot be had', async () => {
    const { built, tools: given } = tools({ images: [BASE] });
    expect((await catchProblemOf(ensureImage('team/tools:2', given))).code).toBe('IMAGE_UNAVAILABLE');
    expect(built).toEqual([]);
  });

  test('of this version is built when it cannot be pulled and its base is missing nowhere', async () => {
    const engine = { images: [BASE] };
    const { told, built, tools: given } = tools(engine);
    await catchProblemOf(ensureImage(OWN, given));
    expect(built).toEqual([OWN]);
    expect(told.names()).toContain('image.buildStarted');
    expect(told.names()).toContain('image.buildProgressed');
  });

  test('without its base says how to get one', async () => {
    const { tools: given } = tools({ images: [] });
    const problem = await catchProblemOf(ensureImage(OWN, given));
    expect(problem.code).toBe('IMAGE_UNAVAILABLE');
    expect(problem.message).toMatch(/^the toolchain is built from debian:trixie-slim, which cannot be pulled: /);
    expect(problem.hint).toContain('mmdebstrap');
  });
});
