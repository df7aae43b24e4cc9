import { describe, expect, test } from '@jest/globals';
import { findRecord, listRecords, type RecordStore } from '../../../src/record/index.ts';

const LOGS = '/ws/.logs';

/** Records of the older layout by path below the logs, and which of them were read. */
function createStore(files: Readonly<Record<string, string>>): { store: RecordStore; read: string[] } {
  const read: string[] = [];
  const paths = Object.keys(files).map((path) => `${LOGS}/${path}`);
  const store: Partial<RecordStore> = {
    folderMark: () => Promise.resolve(undefined),
    readIndex: () => Promise.resolve(undefined),
    keepIndex: () => Promise.resolve(),
    names(directory) {
      const below = paths.filter((path) => path.startsWith(`${directory}/`));
      const names = below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? '');
      return Promise.resolve([...new Set(names)].sort());
    },
    read(path) {
      const name = path.slice(LOGS.length + 1);
      read.push(name);
      return Promise.resolve(files[name]);
    },
    async *lines() {
      // There is no journal.
    },
  };
  return { store: store as RecordStore, read };
}

const older = (id: string, date: string): string => `transaction: ${id}\ndate: "${date}"\nworkspace: acme\n`;

const FILES = {
  '2025/05/22/aaaa.yml': older('aaaa', '2025-05-22T18:00:00Z'),
  '2025/05/22/bbbb.yml': older('bbbb', '2025-05-22T19:00:00Z'),
  '2025/05/21/abcd.yml': older('abcd', '2025-05-21T10:00:00Z'),
  '2025/05/20/cccc.yml': older('cccc', '2025-05-20T10:00:00Z'),
};

describe('of records of the older layout', () => {
  test.each(['cccc', 'cc'])('the one that is asked for as %s is found by the name of its file', async (id) => {
    const { store, read } = createStore(FILES);
    expect((await findRecord(store, LOGS, id)).record.transaction).toBe('cccc');
    expect(read).toEqual(['2025/05/20/cccc.yml']);
  });

  test.each(['a', 'zzz'])('none is read when %s means several or none', async (id) => {
    const { store, read } = createStore(FILES);
    await expect(findRecord(store, LOGS, id)).rejects.toMatchObject({ code: 'RECORD_UNKNOWN' });
    expect(read).toEqual([]);
  });

  test('the newest is found by the dates of the newest day alone', async () => {
    const { store, read } = createStore(FILES);
    expect((await findRecord(store, LOGS, undefined)).record.transaction).toBe('bbbb');
    expect(read.filter((name) => !name.startsWith('2025/05/22/'))).toEqual([]);
  });

  test('a list has them by their dates', async () => {
    const { store } = createStore(FILES);
    const found = await listRecords(store, LOGS, { limit: 3 });
    expect(found.map(({ summary }) => summary.transaction)).toEqual(['bbbb', 'aaaa', 'abcd']);
  });
});
