import { expect, test } from '@jest/globals';
import { newId } from '../../../../src/adapters/system/index.ts';

test('ids of one process sort as they were made, also within a millisecond, and when the clock goes back', () => {
  const now = Date.now() + 60_000;
  const ids = [newId(now), newId(now), newId(now), newId(now - 5_000), newId(now + 100)];
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
