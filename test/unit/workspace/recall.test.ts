import { expect, test } from '@jest/globals';
import { RULES_FINGERPRINT } from '../../../src/schema/generated/validators.js';
import { fingerprint } from '../../../src/workspace/recall.ts';

test('a key depends on the text and on what it is read as', () => {
  const keys = [fingerprint('block', 'name: a'), fingerprint('block', 'name: b'), fingerprint('workspace', 'name: a')];
  expect(new Set(keys).size).toBe(3);
  expect(fingerprint('block', 'name: a')).toBe(keys[0]);
});

test('the validators say which ones they are', () => {
  expect(RULES_FINGERPRINT).toMatch(/^[\w-]{43}$/);
});
