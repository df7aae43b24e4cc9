import type { RecordFile } from '../record.ts';

/** What ran, in a few words: `acme · workflow deploy`, `acme · shop install`. */
export function titleOf({ workspace, workflow, block, action }: RecordFile): string {
  return `${workspace} · ${block === undefined ? `workflow ${workflow ?? ''}` : `${block} ${action ?? ''}`}`;
}

/** An instant in UTC as people read it: `2026-11-23 15:19:54 UTC`; as it is where it is in another form. */
export function readableInstant(instant: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(instant) ?? [];
  return day === undefined || time === undefined ? instant : `${day} ${time} UTC`;
}

/** A length of time in words: `12 ms`, `2.4 s`, `3 m 05 s`, `1 h 02 m`. */
export function readableTime(ms: number): string {
  if (ms < 1000) return `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${String(minutes)} m ${two((ms / 1000) % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${two(minutes % 60)} m`;
}
