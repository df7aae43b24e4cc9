import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROBLEMS } from '../../src/errors.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const codes = Object.keys(PROBLEMS);
const goldens = readdirSync(join(fixtures, 'errors'));
const folders = readdirSync(join(fixtures, 'invalid'));

describe('the wording of every error', () => {
  test.each(codes)('%s is held fast by a fixture', (code) => {
    const isHeld = goldens.includes(`${code}.txt`) || existsSync(join(fixtures, 'invalid', code, 'expected.json'));
    expect(isHeld).toBe(true);
  });

  test.each(goldens)('%s tells of the error it is named after', (file) => {
    const code = file.replace(/\.txt$/, '');
    expect(codes).toContain(code);
    expect(readFileSync(join(fixtures, 'errors', file), 'utf8')).toMatch(
      new RegExp(`^(error|warning)\\[${code}\\] `, 'm'),
    );
  });

  test('no folder is named after an error that does not exist', () => {
    expect(folders.filter((name) => !codes.includes(name))).toEqual([]);
  });
});
