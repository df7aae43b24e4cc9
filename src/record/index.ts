export { openHead, openRecord, type Ending } from './open-record.ts';
export { failureOf, plannedEvent } from './head.ts';
export { checkOwnership } from './ownership.ts';
export { recordRefusal } from './record-refusal.ts';
export { findRecord, listRecords, type FoundRecord } from './history.ts';
export type { JournalLine, RecordFile } from './record.ts';
export type { ForeignFile, Journal, LockHolder, RecordStore } from './ports.ts';
