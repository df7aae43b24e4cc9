import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isGone, machineId } from '../../../../../src/adapters/engine/copy/volume.ts';

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'polycrate-volume-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a workspace is gone', () => {
  test('when it was removed from a folder that is still in use', () => {
    mkdirSync(at('shop'));
    expect(isGone(at('shop'))).toBe(false);
    expect(isGone(at('removed'))).toBe(true);
  });

  test('not when its disk is not mounted: its folder is empty, or not there', () => {
    mkdirSync(at('disk'));
    expect(isGone(at('disk/shop'))).toBe(false);
    expect(isGone(at('disk/work/shop'))).toBe(false);
  });

  test('not when nobody can tell', () => {
    writeFileSync(at('file'), '');
    expect(isGone(at('file/shop'))).toBe(false);
    expect(isGone(at('x'.repeat(300)))).toBe(false);
  });
});

test('a machine without an id, as images of machines are, goes by its name', () => {
  for (const text of ['', '\n', 'uninitialized\n']) {
    writeFileSync(at('machine-id'), text);
    expect(machineId(at('machine-id'))).toBe(hostname());
  }
  expect(machineId(at('absent'))).toBe(hostname());
  writeFileSync(at('machine-id'), '0123abcd\n');
  expect(machineId(at('machine-id'))).toBe('0123abcd');
});
