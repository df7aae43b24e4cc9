import { afterEach, expect, jest, test } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImageBuilder } from '../../src/adapters/engine/build/image-builder.ts';
import { createTestEngine } from '../support/engine.ts';

// Without the engine's cache of the recipe's first steps, those come first.
jest.setTimeout(600_000);

const RECIPE = join(import.meta.dirname, '../../images/toolchain');
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

test('a recipe in which one checksum has been changed is not built, and it is told which', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'polycrate-tampered-'));
  folders.push(folder);
  const recipe = join(folder, 'toolchain');
  await cp(RECIPE, recipe, { recursive: true });
  const sums = join(recipe, 'go/yq/go.sum');
  const before = await readFile(sums, 'utf8');
  const [line = '', module = '', version = ''] = /^(\S*go-yaml\S*) (\S+) h1:\S+$/m.exec(before) ?? [];
  await writeFile(sums, before.replace(line, line.replace(/h1:.{4}/, 'h1:AAAA')));
  const engine = await createTestEngine();
  const { env } = process;
  const { build } = createImageBuilder({ recipe, env, engine });
  const tools = { WITH_HELM: '0', WITH_KUBECTL: '0', WITH_TERRAFORM: '0', WITH_YQ: '1' };
  const silent = { progressed: () => undefined, logged: () => undefined };
  const building = build(
    'polycrate-test:tampered',
    { labels: {}, buildArgs: tools },
    silent,
    new AbortController().signal,
  );
  await expect(building).rejects.toMatchObject({
    code: 'CHECKSUM_MISMATCH',
    message: expect.stringMatching(`^${module}@${version} is not what go/yq/go.sum says`),
  });
  expect(await engine.findImage('polycrate-test:tampered')).toBeUndefined();
  await engine.release();
});
