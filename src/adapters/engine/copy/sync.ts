import { randomBytes } from 'node:crypto';
import type { Emit } from '../../../events.ts';
import { compareWith, decide, foldersAbove, type Changes, type Work } from './changes.ts';
import { keepBoth, keepFolderBeside, withFolders } from './conflicts.ts';
import { type Entry, isAlike, printOf } from './entry.ts';
import { forgetFolder, isAnotherKind, modeIn, note } from './prints.ts';
import type { FarScan, FarSide } from './far.ts';
import { recall, remember } from './memory.ts';
import { lookAt, scanTree } from './near.ts';
import { packEntries } from './pack.ts';
import { createProgress } from './progress.ts';
import type { Rules } from './rules.ts';
import { placeEntries, removePlaces } from './settle.ts';
import { openStage, stageFiles } from './stage.ts';
import type { CopyVolumes } from './volume.ts';
import { describeConflict, describeDisplaced, describeOccupied } from './warnings.ts';

/** One folder that is kept the same here and on the far side. */
export interface Copy {
  /** Its number on the far side. */
  readonly number: number;
  readonly root: string;
  readonly rules: Rules;
  readonly volumes: CopyVolumes;
  /** False where the action cannot write: nothing comes back. */
  readonly comesBack: boolean;
}

export interface SyncTools {
  readonly far: FarSide;
  /** Folder for what is remembered of copies. */
  readonly memory: string;
  readonly emit: Emit;
  /** Owners as the other side knows them. */
  readonly ownerThere: (entry: Entry) => { readonly uid: number; readonly gid: number };
  readonly ownerHere: (entry: Entry) => { readonly uid: number; readonly gid: number } | undefined;
}

/** Makes both sides the same before a run: what an earlier one has left there comes back first. */
export async function syncBefore(copy: Copy, tools: SyncTools): Promise<void> {
  const { far, memory } = tools;
  const [scan, known, tree] = await Promise.all([
    far.scan(copy.number),
    recall(memory, copy.volumes.files),
    scanTree(copy.root, copy.rules),
  ]);
  const isKnown = scan.generation !== '' && known?.generation === scan.generation;
  const prints = isKnown ? new Map(known.prints) : await derivePrints(copy, scan, { far, tree });
  const there = changesThere(copy, scan);
  const work = decide(compareWith(prints, tree), there);
  const kept = await bringBack(copy, tools, { work, prints });
  for (const path of work.settled) note(copy.root, path, prints);
  // Before what is in them.
  const send = [...kept.filter(({ path, type }) => !copy.rules.isOut(path, type === 'folder')), ...work.send];
  const sent = send.length + work.removeThere.length > 0;
  if (sent) {
    const gone = [...work.removeThere, ...send.filter((entry) => isAnotherKind(entry, prints)).map(({ path }) => path)];
    await sendOut(copy, tools, { send, gone });
    for (const entry of send) prints.set(entry.path, printOf(entry));
    for (const path of work.removeThere) prints.delete(path);
    await far.scan(copy.number);
  }
  if (sent || !isKnown || there.changed.size + there.removed.size > 0) await settle(copy, tools, prints);
}

/** Brings back what a run has changed; what was changed here meanwhile stays, and goes out before the next run. */
export async function syncAfter(copy: Copy, tools: SyncTools): Promise<void> {
  const { far, memory } = tools;
  const [scan, known] = await Promise.all([far.scan(copy.number), recall(memory, copy.volumes.files)]);
  const there = changesThere(copy, scan);
  if (there.changed.size + there.removed.size === 0) return;
  const prints = new Map(known?.prints);
  const seen = [...there.changed.keys(), ...there.removed];
  // What they were in may be something else here by now.
  const places = new Set(seen.flatMap((path) => [...foldersAbove(path), path]));
  const now = new Map(
    [...places].flatMap((path) => {
      const entry = lookAt(copy.root, path);
      return entry === undefined ? [] : [[path, entry] as const];
    }),
  );
  const before = new Map(
    [...places].flatMap((path) => {
      const print = prints.get(path);
      return print === undefined ? [] : [[path, print] as const];
    }),
  );
  const work = decide(compareWith(before, now), there);
  await bringBack(copy, tools, { work, prints });
  for (const path of work.settled) note(copy.root, path, prints);
  await settle(copy, tools, prints);
}

async function settle(
  { number, volumes }: Copy,
  { far, memory }: SyncTools,
  prints: ReadonlyMap<string, string>,
): Promise<void> {
  const generation = randomBytes(8).toString('hex');
  await far.commit(number, generation);
  await remember(memory, volumes.files, { generation, prints });
}

/** What has really changed over there: not what we had begun to send, nor what is left out. */
function changesThere({ rules, comesBack }: Copy, scan: FarScan): Changes {
  const changed = new Map<string, Entry>();
  const removed = new Set<string>();
  if (!comesBack) return { changed, removed };
  // The root itself is ours: a fresh volume's belongs to nobody.
  const isMeant = (path: string, isFolder: boolean): boolean =>
    path !== '' && !scan.sending.has(path) && !rules.isOut(path, isFolder);
  for (const entry of scan.changed) if (isMeant(entry.path, entry.type === 'folder')) changed.set(entry.path, entry);
  const all = new Set(scan.changed.map(({ path }) => path));
  for (const { path, type } of scan.removed) if (!all.has(path) && isMeant(path, type === 'folder')) removed.add(path);
  return { changed, removed };
}

/** Without a memory: whatever is the same on both sides has not changed here since. */
async function derivePrints(
  { number, rules }: Copy,
  { generation }: FarScan,
  { far, tree }: { readonly far: FarSide; readonly tree: ReadonlyMap<string, Entry> },
): Promise<Map<string, string>> {
  const base = generation === '' ? [] : await far.base(number);
  const meant = base.filter(({ path, type }) => !rules.isOut(path, type === 'folder'));
  return new Map(
    meant.map((entry) => {
      const ours = tree.get(entry.path);
      return [entry.path, ours !== undefined && isAlike(ours, entry) ? printOf(ours) : 'unknown'] as const;
    }),
  );
}

interface Outgoing {
  readonly send: readonly Entry[];
  readonly gone: readonly string[];
}

async function sendOut(
  { number, root }: Copy,
  { far, emit, ownerThere }: SyncTools,
  { send, gone }: Outgoing,
): Promise<void> {
  const progress = createProgress(emit, 'out', send);
  const archive = packEntries(root, send, {
    owner: ownerThere,
    onProgress: (files, bytes) => {
      progress.moved(files, bytes);
    },
  });
  await far.takeIn(number, { all: [...send.map(({ path }) => path), ...gone], gone }, archive);
  progress.done();
}

/** Answers which folders stay here in place of what came. */
async function bringBack(
  { number, root }: Copy,
  { far, emit, ownerHere }: SyncTools,
  { work, prints }: { readonly work: Work; readonly prints: Map<string, string> },
): Promise<readonly Entry[]> {
  const coming = [...work.fetch, ...work.conflicts, ...[...work.displaced.values()].flat()];
  if (coming.length === 0 && work.removeHere.length === 0) return [];
  const wanted = coming.filter(({ type }) => type === 'file');
  const progress = createProgress(emit, 'back', coming);
  const stage = await openStage(root);
  let blocked: readonly Entry[] = [];
  try {
    let staged: ReadonlyMap<string, string> = new Map();
    if (wanted.length > 0) {
      await far.handOut(
        number,
        wanted.map(({ path }) => path),
        async (archive) => {
          staged = await stageFiles(archive, stage.folder, {
            wanted,
            onProgress: (files, bytes) => {
              progress.moved(files, bytes);
            },
          });
        },
      );
    }
    removePlaces(root, work.removeHere);
    const options = { staged, folder: stage.folder, owner: ownerHere };
    const fetch = withFolders(root, work.fetch, (path) => modeIn(prints, path));
    blocked = placeEntries(root, fetch, options);
    for (const entry of work.conflicts) keepBoth(root, entry, { ...options, emit, describe: describeConflict });
    for (const [obstacle, entries] of work.displaced)
      keepFolderBeside(root, { obstacle, entries }, { ...options, emit, describe: describeDisplaced });
    for (const entry of blocked) keepBoth(root, entry, { ...options, emit, describe: describeOccupied });
  } finally {
    await stage.discard();
  }
  for (const path of [...work.removeHere, ...work.fetch.map((entry) => entry.path)]) note(root, path, prints);
  for (const path of work.displaced.keys()) forgetFolder(prints, path);
  // Nothing is known of them that holds on both sides, so they go out again.
  for (const { path } of blocked) prints.delete(path);
  progress.done();
  return blocked.flatMap(({ path }) => lookAt(root, path) ?? []);
}
