import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { saveStream } from '../../../../src/adapters/disk/index.ts';
import { Problem } from '../../../../src/errors.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polycrate-save-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const never = new AbortController().signal;

async function* pieces(...texts: readonly (string | Error)[]): AsyncGenerator<string> {
  for (const text of texts) {
    await Promise.resolve();
    if (text instanceof Error) throw text;
    yield text;
  }
}

test('a file is written with the folder it is in, and takes the place of an older one', async () => {
  const path = join(folder, 'new', 'file.txt');
  expect(await saveStream(path, pieces('one ', 'zwölf'), never)).toBe(10);
  expect(await saveStream(path, pieces('again'), never)).toBe(5);
  expect(await readFile(path, 'utf8')).toBe('again');
  expect(await readdir(join(folder, 'new'))).toEqual(['file.txt']);
});

test('what goes wrong in between leaves what was there, and nothing else', async () => {
  const path = join(folder, 'file.txt');
  await writeFile(path, 'before');
  await expect(saveStream(path, pieces('half', new Error('torn')), never)).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
  });
  const unknown = new Problem('RECORD_UNKNOWN', 'gone');
  await expect(saveStream(path, pieces('half', unknown), never)).rejects.toBe(unknown);
  await expect(saveStream(path, pieces('half'), AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect([await readdir(folder), await readFile(path, 'utf8')]).toEqual([['file.txt'], 'before']);
});

test('a folder in its place, and a file in the place of its folder, are told', async () => {
  await mkdir(join(folder, 'taken'));
  await writeFile(join(folder, 'file'), '');
  for (const path of ['taken', 'file/below.txt']) {
    await expect(saveStream(join(folder, path), pieces('x'), never)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
  }
});

test('what is no plain file is written to as it is', async () => {
  await symlink('/dev/null', join(folder, 'sink'));
  expect(await saveStream(join(folder, 'sink'), pieces('x'), never)).toBe(1);
  expect(await saveStream('/dev/null', pieces('x'), never)).toBe(1);
});
