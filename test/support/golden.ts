import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

/** Expects a text to be what the file below test/fixtures says; escape sequences are written as `␛`. `UPDATE_GOLDEN=1` writes the file. */
export function expectGolden(path: string, text: string): void {
  const file = join(FIXTURES, path);
  const readable = text.replaceAll('\u001b', '␛').replaceAll('\r', '␍');
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, readable);
  }
  expect(readable).toBe(
    existsSync(file) ? readFileSync(file, 'utf8') : `no golden file ${path}: run with UPDATE_GOLDEN=1`,
  );
}
