import { recordFolders, walkRecords, type ListedRecord } from './history.ts';
import type { RecordStore } from './ports.ts';
import type { RecordSummary } from './summary.ts';

export interface PruneRule {
  /** True for what goes. */
  readonly isOld: (summary: RecordSummary) => boolean;
  /** The first day, as folders are named, that may hold anything younger. */
  readonly firstDay: string;
  /** So many of the newest stay all the same, steps not counted. */
  readonly keepLast: number;
  /** Nothing is removed. */
  readonly dryRun: boolean;
}

export interface Pruned {
  readonly records: number;
  readonly bytes: number;
  readonly kept: number;
}

/** Removes old records with their journals; those of running transactions and of steps of kept workflows stay. Tells what was freed. */
export async function pruneRecords(store: RecordStore, logs: string, rule: PruneRule): Promise<Pruned> {
  const all: ListedRecord[] = [];
  for await (const listed of walkRecords(store, logs)) all.push(listed);
  const kept = new Set<string>();
  let tops = 0;
  for (const { summary } of all) {
    const isTop = summary.parent === undefined;
    const isKept = summary.state === 'running' || !rule.isOld(summary) || (isTop && tops < rule.keepLast);
    if (isTop) tops += 1;
    if (isKept) kept.add(summary.transaction);
  }
  const gone = all.filter(({ summary: { transaction, parent = '' } }) => !kept.has(transaction) && !kept.has(parent));
  let bytes = 0;
  const folders = byFolder(gone);
  for (const [folder, paths] of folders) bytes += await freeFolder(store, folder, { paths, dryRun: rule.dryRun });
  if (!rule.dryRun) bytes += await removeOrphans(store, logs, rule.firstDay);
  return { records: gone.length, bytes, kept: all.length - gone.length };
}

function byFolder(records: readonly ListedRecord[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const { path } of records) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const paths = folders.get(folder);
    if (paths === undefined) folders.set(folder, [path]);
    else paths.push(path);
  }
  return folders;
}

async function freeFolder(
  store: RecordStore,
  folder: string,
  { paths, dryRun }: { readonly paths: readonly string[]; readonly dryRun: boolean },
): Promise<number> {
  const sizes = dryRun ? await store.list(folder) : undefined;
  let bytes = 0;
  for (const path of paths) {
    // The journal first: a record without one tells more than a journal without a record.
    for (const file of [path.replace(/\.yml$/, '.ndjson'), path]) {
      const size = sizes?.get(file.slice(folder.length + 1));
      bytes += sizes === undefined ? await store.remove(file) : Number.parseInt(size ?? '0', 10);
    }
  }
  if (!dryRun) await removeEmpty(store, folder);
  return bytes;
}

/** A day of the older layout lies two folders deep. */
async function removeEmpty(store: RecordStore, folder: string): Promise<void> {
  await store.removeFolder(folder);
  const parents = /^(.*\/\d{4})\/\d{2}\/\d{2}$/.exec(folder);
  if (parents === null) return;
  await store.removeFolder(folder.slice(0, folder.lastIndexOf('/')));
  await store.removeFolder(parents[1] ?? '');
}

/** What crashes left beside records that are gone: journals and drafts of their own. */
async function removeOrphans(store: RecordStore, logs: string, firstDay: string): Promise<number> {
  let bytes = 0;
  for (const { folder, legacy } of await recordFolders(store, logs, { lastDay: firstDay })) {
    if (legacy || folder.endsWith(`/${firstDay}`)) continue;
    const names = await store.names(folder);
    const records = new Set(names.filter((name) => name.endsWith('.yml')).map((name) => name.slice(0, -4)));
    const orphans = names.filter(
      (name) => /^[0-9a-f-]{36}\.(ndjson$|yml\.)/.test(name) && !records.has(name.slice(0, 36)),
    );
    for (const name of orphans) bytes += await store.remove(`${folder}/${name}`);
    if (orphans.length > 0) await store.removeFolder(folder);
  }
  return bytes;
}
