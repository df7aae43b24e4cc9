import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine, createImageBuilder } from '../../src/adapters/engine/index.ts';
import { isProblem } from '../../src/errors.ts';
import type { ProblemCode } from '../../src/errors.ts';
import { BASE_IMAGE, SOCKET } from '../support/engine.ts';
import type { CallFault, StreamFault } from '../support/faults/faults.ts';
import { openFaultyEngine, type Wound } from '../support/faults/faulty-engine.ts';

const IMAGE = 'polycrate-test:faulty-build';
const BUILD = /^POST \/build/;

// A build may take as long as it likes, so an engine that falls silent is not given up; Ctrl-C ends it.
const CALLS: readonly (readonly [CallFault, ProblemCode | 'the image'])[] = [
  ['late', 'the image'],
  ['byte by byte', 'the image'],
  ['cut before', 'ENGINE_UNREACHABLE'],
  ['cut after', 'ENGINE_UNREACHABLE'],
  ['cut within', 'ENGINE_UNREACHABLE'],
  ['half-closed', 'ENGINE_UNREACHABLE'],
  ['no HTTP', 'ENGINE_FAILED'],
  ['no JSON', 'ENGINE_FAILED'],
  ['error 500', 'IMAGE_BUILD_FAILED'],
];
const STREAMS: readonly (readonly [StreamFault, ProblemCode | 'the image'])[] = [
  ['byte by byte', 'the image'],
  ['cut', 'ENGINE_UNREACHABLE'],
  ['half-closed there', 'ENGINE_UNREACHABLE'],
  ['garbage', 'ENGINE_FAILED'],
];

describe('a build', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'polycrate-build-'));
    await writeFile(path.join(folder, 'Dockerfile'), `ARG BASE=${BASE_IMAGE}\nFROM $BASE\nRUN echo built >/built\n`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await new Docker()
      .getImage(IMAGE)
      .remove()
      .catch(() => undefined);
  });

  /** What it ends with. */
  const build = async (wound: Wound, signal = new AbortController().signal): Promise<string> => {
    const socket = path.join(folder, 'engine.sock');
    await using faulty = await openFaultyEngine(socket, SOCKET, [wound]);
    const env = { DOCKER_HOST: `unix://${socket}` };
    const engine = await createEngine({ env, uid: 0, home: folder });
    const builder = createImageBuilder({ recipe: folder, env, engine });
    const listener = { progressed: () => undefined, logged: () => undefined };
    try {
      await builder.build(IMAGE, { labels: {}, buildArgs: {} }, listener, signal);
      expect(await engine.findImage(IMAGE)).toBeDefined();
      return 'the image';
    } catch (error) {
      if (!isProblem(error)) throw error;
      expect(error.hint).toMatch(/\S/);
      return error.code;
    } finally {
      expect(faulty.dealt()).toBe(1);
      await engine.release();
    }
  };

  test.each(CALLS)(
    'whose answer suffers "%s" ends with %s',
    async (fault, code) => {
      expect(await build({ request: BUILD, fault })).toBe(code);
    },
    60_000,
  );

  test.each(STREAMS)(
    'whose progress suffers "%s" ends with %s',
    async (stream, code) => {
      expect(await build({ request: BUILD, stream, afterBytes: 2_000 })).toBe(code);
    },
    60_000,
  );

  test('that hears nothing more is ended by Ctrl-C', async () => {
    const abort = new AbortController();
    const built = build({ request: BUILD, fault: 'silent after' }, abort.signal);
    setTimeout(() => {
      abort.abort('SIGINT');
    }, 300);
    expect(await built).toBe('INTERRUPTED');
  }, 60_000);
});
