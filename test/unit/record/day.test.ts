import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { readDay } from '../../../src/record/day.ts';
import type { RecordFile } from '../../../src/record/index.ts';
import { scanRecord } from '../../../src/record/scan.ts';
import { parseRecord, summarize } from '../../../src/record/summary.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';

const FOLDER = '/ws/.logs/2026-11-23';

const record = (id: string, changes: Partial<RecordFile> = {}): RecordFile => ({
  schema: 1,
  transaction: id,
  command: 'polycrate run web deploy',
  workspace: 'acme',
  block: 'web',
  action: 'deploy',
  user: 'ada',
  host: 'box',
  pid: 1,
  cli: '1.0.0',
  started: '2026-11-23T12:00:00.000Z',
  state: 'succeeded',
  exit_code: 0,
  duration_ms: 12,
  ...changes,
});

const FULL = record('a1', {
  labels: { team: 'web: front', 'example.org/tier': '5', odd: 'yes' },
  git: {
    branch: 'main',
    commit_before: 'abc1',
    commit_after: 'abc2',
    user: 'Ünal #1',
    email: 'u@example.org',
  },
  cause: 'one\ntwo: three',
  command: 'polycrate run web deploy -- "state: failed"',
  artifacts: { created: ['state: x'], changed: [], deleted: [], files: { 'state: x': { bytes: 3, sha256: 'ff' } } },
  steps: [{ step: 'one', block: 'web', action: 'deploy', state: 'succeeded' }],
});

const write = (each: RecordFile): string => stringify(each, { lineWidth: 0 });

async function store(...records: RecordFile[]): Promise<MemoryRecords & { reads: string[] }> {
  const memory = Object.assign(new MemoryRecords(), { reads: [] as string[] });
  for (const each of records) await memory.save(`${FOLDER}/${each.transaction}.yml`, write(each));
  const read = memory.read.bind(memory);
  memory.read = (path) => {
    memory.reads.push(path.slice(FOLDER.length + 1));
    return read(path);
  };
  return memory;
}

describe('the quick look into a record', () => {
  test('sees what YAML sees', () => {
    const text = write(FULL);
    expect(scanRecord(text) ?? 'left to YAML').toEqual(summarize(FULL));
    expect(parseRecord(text)).toEqual(FULL);
  });

  test('never sees something else than YAML, wherever a file is cut off', () => {
    const text = write(FULL);
    for (let end = 0; end < text.length; end += 1) {
      const cut = text.slice(0, end);
      const parsed = parseRecord(cut);
      const scanned = scanRecord(cut);
      if (scanned !== undefined) expect(scanned).toEqual(parsed && summarize(parsed));
    }
  });

  test.each([
    'null',
    'true',
    '1.5',
    'a\nb',
    ' x ',
    "it's",
    '"',
    '- x',
    '# x',
    'x # y',
    '&a',
    '*a',
    '!t',
    '12',
    '~',
    '',
    '2026-11-23',
  ])('reads the message %j or leaves it to YAML', (message) => {
    const each = record('m', { message });
    const scanned = scanRecord(write(each));
    if (scanned !== undefined) expect(scanned).toEqual(summarize(each));
  });
});

describe('the index of a day', () => {
  test('reads each ended record once, and those that run each time', async () => {
    const records = await store(record('a'), record('b', { state: 'running' }));
    const first = await readDay(records, FOLDER);
    expect([first.lines.length, first.open.map(({ transaction }) => transaction)]).toEqual([1, ['b']]);
    records.reads.length = 0;
    await records.save(`${FOLDER}/c.yml`, write(record('c')));
    const second = await readDay(records, FOLDER);
    expect(second.lines).toHaveLength(2);
    expect(records.reads.sort()).toEqual(['b.yml', 'c.yml']);
  });

  test('forgets records that are gone, and takes in those a merge has brought', async () => {
    const records = await store(record('a'), record('c'));
    await readDay(records, FOLDER);
    records.files.delete(`${FOLDER}/a.yml`);
    await records.save(`${FOLDER}/b.yml`, write(record('b')));
    const { lines } = await readDay(records, FOLDER);
    expect(lines.map((line) => (JSON.parse(line) as RecordFile).transaction)).toEqual(['b', 'c']);
  });

  test('reads an interrupted record again where the folder has changed: its process may have written its end after all', async () => {
    const records = await store(record('a'), record('b', { state: 'interrupted' }));
    await readDay(records, FOLDER);
    records.reads.length = 0;
    await records.save(`${FOLDER}/b.yml`, write(record('b')));
    const { lines } = await readDay(records, FOLDER);
    expect(lines.map((line) => (JSON.parse(line) as RecordFile).state)).toEqual(['succeeded', 'succeeded']);
    expect(records.reads).toEqual(['b.yml']);
  });

  test('answers for interrupted records too where the folder has not changed', async () => {
    const records = await store(record('a'), record('b', { state: 'interrupted' }));
    records.folderMark = () => Promise.resolve('as it was') as unknown as Promise<undefined>;
    const first = await readDay(records, FOLDER);
    records.reads.length = 0;
    expect(await readDay(records, FOLDER)).toEqual(first);
    expect(records.reads).toEqual([]);
  });

  test('is made again from an index that is cut off or damaged at any byte', async () => {
    const records = await store(record('a'), record('b'), record('c', { state: 'running' }));
    const whole = await readDay(records, FOLDER);
    const index = records.indexes.get(FOLDER) ?? '';
    for (let end = 0; end < index.length; end += 1) {
      records.indexes.set(FOLDER, index.slice(0, end));
      expect(await readDay(records, FOLDER)).toEqual(whole);
    }
  });

  test('passes over files that are no records', async () => {
    const records = await store(record('a'));
    for (const [name, text] of [
      ['torn', 'schema: 1\ntransaction: torn\nsta'],
      ['other', write(record('x'))],
      ['list', '- 1\n'],
    ]) {
      await records.save(`${FOLDER}/${name}.yml`, text ?? '');
    }
    const { lines, open } = await readDay(records, FOLDER);
    expect([lines.length, open.length]).toEqual([1, 0]);
  });
});
