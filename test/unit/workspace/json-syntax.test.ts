import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findJsonFault } from '../../../src/workspace/json-syntax.ts';

/** Whether the runtime takes `text` as JSON. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('JSON is told from what is none', () => {
  test.each([
    ['{"a": 1,}', 8, 'a comma stands before this }'],
    ['[1,]', 3, 'a comma stands before this ]'],
    ["{'a': 1}", 1, 'JSON has no single quotes'],
    ['{a: 1}', 1, 'a key in double quotes must stand here'],
    ['{"a": 1 "b": 2}', 8, 'a comma is missing here'],
    ['{"a" 1}', 5, 'a colon is missing here'],
    ['{"a": tru}', 6, 'a value must stand here'],
    ['{"a": 01}', 6, 'a value must stand here'],
    ['{"a": "b', 6, 'this text never ends'],
    ['{"a": "b\nc"}', 6, 'this text never ends'],
    ['// why\n{}', 0, 'JSON has no comments'],
    ['{"a": [{', 8, 'the file ends too soon'],
    ['', 0, 'the file is empty'],
    ['{} {}', 3, 'a comma is missing here'],
    ['[1}', 2, 'a comma is missing here'],
  ])('%j', (text, offset, message) => {
    expect(findJsonFault(text)).toMatchObject({ offset, message });
  });

  test('what is open is closed in the right order', () => {
    expect(findJsonFault('{"a": [{')?.hint).toBe('add }]} at its end');
  });

  test('exactly as the runtime tells it', () => {
    const parts = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '1', '-2.5e3', 'true', 'null', ' ', '\n', "'", '"', '\\'],
    );
    const random = fc.array(parts, { maxLength: 12 }).map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(random, fc.json(), fc.string()), (text) => {
        expect({ text, isJson: findJsonFault(text) === undefined }).toEqual({ text, isJson: isJson(text) });
      }),
      { numRuns: 2000 },
    );
  });

  test('in a time that grows with the text', () => {
    const begin = performance.now();
    expect(findJsonFault(`{"a": "${'x'.repeat(1_000_000)}", "b": [${'1,'.repeat(100_000)}1]}`)).toBeUndefined();
    expect(findJsonFault('['.repeat(1_000_000))?.message).toBe('the file ends too soon');
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});
