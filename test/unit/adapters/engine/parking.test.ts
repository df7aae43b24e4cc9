import { expect, test } from '@jest/globals';
import { mountsBelow } from '../../../../src/adapters/engine/parking.ts';

test('finds the mounts below a folder, blanks in its name and all, and none beside it', () => {
  const line = (point: string) => `36 35 98:0 / ${point} rw,noatime - ext3 /dev/root rw`;
  const table = ['/home/jo/my\\040ws', '/home/jo/my\\040ws/sub', '/home/jo/my\\040ws2/x', '/'].map(line).join('\n');
  expect(mountsBelow(table, ['/home/jo/my ws'])).toEqual([line('/home/jo/my\\040ws/sub')]);
});
