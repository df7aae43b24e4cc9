export { openHead, openRecord, type Ending, type RecordTools, type RunRecord } from './open-record.ts';
export { failureOf, plannedEvent, type RecordHead } from './head.ts';
export { findRecord, listRecords, type FoundRecord } from './history.ts';
export type { JournalLine, RecordFile } from './record.ts';
export type { Journal, Listing, LockHolder, RecordStore } from './ports.ts';
