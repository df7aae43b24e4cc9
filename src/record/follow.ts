import { type Turn, turnsOf } from './export/attempts.ts';
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

/** Something was printed, or an attempt has failed and another one follows. */
export type Followed = { readonly line: JournalLine } | { readonly failed: Turn['failed'] };

/**
 * The output of a transaction from its beginning, then live, until its record says that it has ended or its process is gone. A line is
 * given once it is whole; what a killed process left half written is not. `epochMs` reads an instant as a record has it.
 */
export async function* followJournal(
  path: string,
  { store, pause, epochMs }: FollowTools & { readonly epochMs: (instant: string) => number },
): AsyncGenerator<Followed> {
  const follow = createPursuit(path.replace(/\.yml$/, '.ndjson'), store);
  let known = 0;
  let given = 0;
  for (;;) {
    // Asked before the look: what was written until then is found by it.
    const record = await readRecord(store, path);
    const turns = record === undefined ? [] : turnsOf(record, epochMs);
    const isOver = record?.state !== 'running';
    for await (const line of follow()) {
      for (let turn = turns[given]; turn !== undefined && line.t > turn.untilMs; turn = turns[given]) {
        given += 1;
        yield { failed: turn.failed };
      }
      yield { line };
    }
    // The last that an attempt has printed may reach the journal a moment after its end reaches the record.
    const due = isOver ? turns.length : known;
    for (const { failed } of turns.slice(given, due)) yield { failed };
    given = Math.max(given, due);
    known = turns.length;
    if (isOver) return;
    await pause();
  }
}

/** Answers with each call the whole lines that have come since the one before. */
function createPursuit(journal: string, store: RecordStore): () => AsyncGenerator<JournalLine> {
  let offset = 0;
  let rest = Buffer.alloc(0);
  return async function* () {
    for (;;) {
      const piece = await store.readFrom(journal, offset);
      if (piece.length === 0) return;
      offset += piece.length;
      const bytes = Buffer.concat([rest, piece]);
      const end = bytes.lastIndexOf('\n') + 1;
      rest = bytes.subarray(end);
      for (const line of bytes.toString('utf8', 0, end).split('\n')) yield* [parseLine(line) ?? []].flat();
    }
  };
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
