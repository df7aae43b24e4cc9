import { describe, expect, test } from '@jest/globals';
import { readSecrets } from '../../../src/plan/secrets/index.ts';
import { createMemoryFiles, type MemoryEntry } from '../../fakes/memory-files.ts';

const FOLDER = '/ws/artifacts/secrets';

function files(contents: Readonly<Record<string, MemoryEntry>>): ReturnType<typeof createMemoryFiles> {
  return createMemoryFiles(
    Object.fromEntries(Object.entries(contents).map(([path, entry]) => [`${FOLDER}/${path}`, entry])),
  );
}

describe('the folder of secrets', () => {
  test('may be missing', async () => {
    expect(await readSecrets(FOLDER, [], files({}))).toEqual({ values: [], unmasked: [] });
  });

  test('is read at any depth, public keys apart', async () => {
    const found = await readSecrets(FOLDER, [], files({ 'a/b/token': 'abcdef', 'key.pub': 'ghijkl', pin: '123456' }));
    expect(found).toEqual({ values: ['abcdef', '123456'], unmasked: [] });
  });

  test('tells of what cannot be read or is too large, and reads the rest', async () => {
    const disk = files({ closed: { denied: true }, dump: { sizeBytes: 10_000_000 }, token: 'abcdef' });
    const found = await readSecrets(FOLDER, [], disk);
    expect(found.values).toEqual(['abcdef']);
    expect(found.unmasked.map(({ code, message }) => `${code} ${message}`).sort()).toEqual([
      expect.stringContaining(`SECRET_UNMASKED what is in ${FOLDER}/closed is not masked: `),
      `SECRET_UNMASKED what is in ${FOLDER}/dump is not masked: 9766 KiB are more than 256`,
    ]);
  });

  test('may hold as many files as are sensible', async () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`file${index}`, 'abcdef']));
    const { unmasked } = await readSecrets(FOLDER, [], files(many));
    expect(unmasked).toMatchObject([{ message: `only 500 of 501 files in ${FOLDER} are masked` }]);
  });
});
