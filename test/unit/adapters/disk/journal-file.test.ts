import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJournalFile } from '../../../../src/adapters/disk/journal-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polycrate-journal-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

// test/support/strict.ts fails this file when Node warns of too many listeners.
test('a journal takes many long lines at once, and holds nobody back for ever', async () => {
  const file = path.join(folder, 'a.ndjson');
  const journal = await openJournalFile(file);
  const line = 'x'.repeat(300_000);
  const waits = Array.from({ length: 400 }, () => journal.append(line));
  const waiting = waits.filter((wait) => wait !== undefined);
  expect(new Set(waiting).size).toBe(1);
  await Promise.all(waiting);
  await journal.close();
  expect((await stat(file)).size).toBe(400 * 300_001);
});

test('a journal that fails lets everybody go on, and says so in the end', async () => {
  const journal = await openJournalFile('/dev/full');
  const line = 'x'.repeat(3_000_000);
  await Promise.all([journal.append(line), journal.append(line)]);
  expect(journal.append(line)).toBeUndefined();
  await expect(journal.close()).rejects.toMatchObject({ code: 'RECORD_UNWRITABLE' });
});
