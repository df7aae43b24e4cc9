import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearest } from '../../../src/workspace/index.ts';

test.each([
  ['instal', 'install'],
  ['isntall', 'install'],
  ['INSTALL', 'install'],
  ['instaall', 'install'],
  ['ubdate', 'update'],
])('%s probably means %s', (word, meant) => {
  expect(nearest(word, ['install', 'uninstall', 'update', 'prune'])).toBe(meant);
});

test('a word unlike any candidate has no meaning', () => {
  expect(nearest('deploy', ['install', 'prune'])).toBeUndefined();
  expect(nearest('x', ['install'])).toBeUndefined();
  expect(nearest('install', [])).toBeUndefined();
  expect(nearest('a'.repeat(5000), ['a'.repeat(5001)])).toBeUndefined();
});

test('of equally near candidates the first is meant', () => {
  expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
});

test('a candidate always means itself, and one slip of the keyboard is forgiven', () => {
  const word = fc.stringMatching(/^[a-z]{3,12}$/);
  fc.assert(
    fc.property(word, fc.nat(), (text, seed) => {
      const at = seed % text.length;
      expect(nearest(text, ['0000', text])).toBe(text);
      expect(nearest(`${text.slice(0, at)}${text.slice(at + 1)}`, ['00000000000000', text])).toBe(text);
    }),
  );
});
