import { parseLine } from './find.ts';
import { readRecord } from './history.ts';
import { localDate } from './local-date.ts';
import type { RecordStore } from './ports.ts';
import type { JournalLine, RecordFile } from './record.ts';
import { parseRecord } from './summary.ts';

export interface FollowTools {
  readonly store: RecordStore;
  /** Resolves after a moment: so often is looked for more. */
  readonly pause: () => Promise<void>;
}

/**
 * The output of a transaction from its beginning, then live, until its record says that it has ended or its process is gone. A line is
 * given once it is whole; what a killed process left half written is not.
 */
export async function* followJournal(path: string, { store, pause }: FollowTools): AsyncGenerator<JournalLine> {
  const journal = path.replace(/\.yml$/, '.ndjson');
  let offset = 0;
  let rest = Buffer.alloc(0);
  for (;;) {
    // Asked before the look: what was written until then is found by it.
    const isOver = (await readRecord(store, path))?.state !== 'running';
    for (;;) {
      const piece = await store.readFrom(journal, offset);
      if (piece.length === 0) break;
      offset += piece.length;
      const bytes = Buffer.concat([rest, piece]);
      const end = bytes.lastIndexOf('\n') + 1;
      rest = bytes.subarray(end);
      for (const line of bytes.toString('utf8', 0, end).split('\n')) yield* [parseLine(line) ?? []].flat();
    }
    if (isOver) return;
    await pause();
  }
}

/** The steps of a workflow as they begin, until it has ended. */
export async function* followSteps(
  workflow: { readonly record: RecordFile; readonly path: string },
  { store, pause, now }: FollowTools & { readonly now: () => Date },
): AsyncGenerator<{ readonly record: RecordFile; readonly path: string }> {
  const { transaction } = workflow.record;
  const folder = workflow.path.slice(0, workflow.path.lastIndexOf('/'));
  const logs = folder.slice(0, folder.lastIndexOf('/'));
  const seen = new Set<string>();
  for (;;) {
    const isOver = (await readRecord(store, workflow.path))?.state !== 'running';
    // One that runs past midnight has its later steps in the next day's folder.
    for (const day of new Set([folder, `${logs}/${localDate(now())}`])) {
      // Ids are time-ordered: a step's comes after its workflow's.
      const names = (await store.names(day)).filter((name) => name.endsWith('.yml') && name > transaction);
      for (const path of names.map((name) => `${day}/${name}`).filter((each) => !seen.has(each))) {
        seen.add(path);
        const record = parseRecord(await store.read(path));
        if (record?.parent === transaction) yield { record, path };
      }
    }
    if (isOver) return;
    await pause();
  }
}
