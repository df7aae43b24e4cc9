import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packParcel } from '../../../../src/adapters/engine/parcel.ts';
import { UNPACK } from '../../../../src/adapters/engine/unpack.ts';
import { createJob } from '../../../support/engine.ts';

/** What bash makes of a parcel, in a folder that is gone afterwards. */
function unpack<T>(parcel: Buffer, look: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'polycrate-parcel-'));
  try {
    const program = `${UNPACK}\n__base=$1; __prepare; read -r count rest; __unpack "$count" && cat`;
    const rest = execFileSync('bash', ['-c', program, 'bash', folder], {
      input: Buffer.concat([parcel, Buffer.from('BEAT\n')]),
    });
    expect(rest.toString()).toBe('BEAT\n');
    return look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a parcel is laid out byte for byte, and nothing behind it is taken', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\\', '\\c', '\\0', '\0', '7', '\n', ' ', '%s', 'ä', '🙂', "'", '\r'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, text, (contents, value) => {
      const files = [
        { path: 'a b/c.txt', mode: 0o640, contents },
        { path: 'empty', mode: 0o600, contents: '' },
        { path: 'tool', mode: 0o755, contents: 'x' },
      ];
      const env = { A: value.replaceAll('\0', ''), B: '' };
      unpack(packParcel(createJob('image', 'true', { env, files }), 'plain', 'token'), (folder) => {
        const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
        const mode = (name: string): number => statSync(path.join(folder, name)).mode & 0o777;
        expect(read('a b/c.txt')).toBe(contents);
        expect(read('empty')).toBe('');
        expect(read('.job/env')).toBe(`A=${env.A}\0B=\0`);
        expect(read('.job/command')).toBe('tester\0/\0bash\0-c\0true\0');
        expect(['a b/c.txt', 'empty', 'tool', '.job', '.job/env', 'bin/polycrate-mask'].map(mode)).toEqual([
          0o640, 0o600, 0o755, 0o700, 0o600, 0o755,
        ]);
      });
    }),
    { numRuns: 15 },
  );
});

test('a parcel that is cut off is not taken', () => {
  const parcel = packParcel(createJob('image', 'true'), 'plain', 'token');
  const program = `${UNPACK}\n__base=$1; __prepare; read -r count rest; __unpack "$count" || echo refused`;
  const folder = mkdtempSync(path.join(tmpdir(), 'polycrate-parcel-'));
  const said = execFileSync('bash', ['-c', program, 'bash', folder], { input: parcel.subarray(0, -3) });
  rmSync(folder, { recursive: true });
  expect(said.toString()).toBe('refused\n');
});
