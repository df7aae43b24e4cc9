import { describe, expect, test } from '@jest/globals';
import { parseFile } from '../../../src/workspace/parse.ts';
import { parseQuickly } from '../../../src/workspace/quick.ts';

const tell = (text: string, path = '/ws/blocks/web/block.poly', confidential = false): string[] =>
  parseFile(path, text, { confidential }).findings.map(({ severity, problem: { code, message, hint } }) => {
    return `${severity} ${code} ${message} | ${hint ?? ''}`;
  });

describe('a number that is not what is written', () => {
  test.each([
    ['1.30', '1.3'],
    ['3.10', '3.1'],
    ['0644', '644'],
    ['080', '80'],
    ['12e3', '12000'],
    ['1234e5', '123400000'],
  ])('%s in a config is told', (written, value) => {
    const expected = `warning VALUE_COERCED "a" is read as the number ${value} | put it in quotes: "${written}"`;
    expect(tell(`name: web\nconfig:\n  a: ${written}\n`)).toEqual([expected]);
    expect(parseQuickly(`name: web\nconfig:\n  a: ${written}\n`)).toBeUndefined();
  });

  test('with underscores is text, and told as well', () => {
    expect(tell('meta:\n  a: [1_000]\n')).toEqual([
      'warning VALUE_COERCED this item is read as text, although it looks like a number | write 1000, or "1_000" if it is text',
    ]);
  });

  test('of a secret is told without it', () => {
    const expected = 'warning VALUE_COERCED "a" is not read as it is written | put it in quotes';
    expect(tell('blocks:\n  - config:\n      a: 0644\n', '/ws/secrets.poly', true)).toEqual([expected]);
  });
});

test.each(['1.0', '0.50', '20.00', '1e6', '0', '-3', '0x1F', '0o17', '1.5', '"1.30"', '1.30.0', 'v1.30'])(
  '%s is left alone',
  (written) => {
    expect(tell(`name: web\nconfig:\n  a: ${written}\n`)).toEqual([]);
    expect(parseQuickly(`name: web\nconfig:\n  a: ${written}\n`)).toBeDefined();
  },
);

test('a value that is taken as its schema wants it is left to the schema', () => {
  expect(tell('version: 1.30\n')).toEqual([]);
  expect(tell('config:\n  image: { version: 1.30 }\n', '/ws/workspace.poly')).toEqual([]);
});
