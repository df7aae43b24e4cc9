import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startFarEngine, type FarEngine } from '../support/far-engine.ts';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

jest.setTimeout(120_000);

const FILES = 1_500;
const LARGE_BYTES = 24 * 1024 * 1024;

let far: FarEngine;
beforeAll(async () => {
  far = await startFarEngine();
}, 120_000);
afterEach(closeWorkspaces);
afterAll(async () => {
  await far[Symbol.asyncDispose]();
}, 60_000);

/** Moments of coming home, by what is to be seen of it in the workspace. */
const MOMENTS = {
  'the first file is on its way': (root: string) => list(root, '.polycrate-incoming').length > 0,
  'half of them are': (root: string) => list(root, '.polycrate-incoming').length > FILES / 2,
  'the first is in its place': (root: string) => list(root, 'made').length > 0,
  'half of them are in theirs': (root: string) => list(root, 'made').length > FILES / 2,
};

test.each(Object.keys(MOMENTS) as (keyof typeof MOMENTS)[])(
  'what comes home when the CLI is killed, as soon as %s, is there after the next run',
  async (moment) => {
    const [image, version] = far.image.split(':') as [string, string];
    const workspace = await createScripts(
      {
        make: `mkdir -m 750 made; cd made; for n in {1..${FILES}}; do echo "number $n" >$n; done; head -c ${LARGE_BYTES} /dev/zero >large; rm ../old; echo changed >../kept`,
        next: 'ls made | wc -l',
      },
      `config: { image: { reference: ${image}, version: ${version} }, container: { transport: copy } }`,
    );
    await workspace.write('old', 'old');
    await workspace.write('kept', 'kept');
    const env = { DOCKER_HOST: far.tcp, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: far.certificates };
    const root = workspace.directory;
    const running = await workspace.start(['run', 'main', 'make'], { env });
    // On a busy machine a moment may pass unseen, and the run ends by itself.
    const watched = { isOver: false };
    void running.finished.then(() => (watched.isOver = true));
    while (!watched.isOver && !MOMENTS[moment](root)) await new Promise(setImmediate);
    if (!watched.isOver) running.signal('SIGKILL');
    await running.finished;

    const { finished } = await workspace.start(['run', 'main', 'next'], { env });
    expect(await finished).toMatchObject({ code: 0, stdout: `${FILES + 1}\n` });
    const texts = await Promise.all(
      Array.from({ length: FILES }, (_file, index) => readFile(path.join(root, 'made', String(index + 1)), 'utf8')),
    );
    expect(texts).toEqual(Array.from({ length: FILES }, (_file, index) => `number ${index + 1}\n`));
    expect((await readFile(path.join(root, 'made/large'))).equals(Buffer.alloc(LARGE_BYTES))).toBe(true);
    expect(await workspace.read('kept')).toBe('changed\n');
    expect(existsSync(path.join(root, 'old'))).toBe(false);
    expect(readdirSync(root).filter((name) => /from-engine|incoming/.test(name))).toEqual([]);
  },
);

function list(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(path.join(root, folder));
  } catch {
    return [];
  }
}
