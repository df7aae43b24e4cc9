import { expect, test } from '@jest/globals';
import { readText } from '../../../src/workspace/text.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { problemsOf, told } from '../../fakes/workspaces.ts';

test.each([
  ['in the first line', [0x61, 0xff], '1:2'],
  ['in a later line', [0x61, 0x0a, 0x62, 0x0d, 0x0a, 0x63, 0x64, 0xff], '3:3'],
  ['after a wide character', [0xe2, 0x82, 0xac, 0x00], '1:2'],
  ['after a byte order mark', [0xef, 0xbb, 0xbf, 0x61, 0xff], '1:2'],
])('a byte that is no text is shown %s', async (_where, bytes, place) => {
  const files = createMemoryFiles({ '/ws/a.poly': Buffer.from(bytes) });
  const [problem] = (await problemsOf(readText('/ws/a.poly', files))).map(told);
  expect(problem).toContain(`FILE_NOT_TEXT a.poly:${place} not UTF-8 text`);
});
