export { error, type Finding, settleFindings, stricter, warning } from './findings.ts';
export { loadWorkspace, type LoadOptions } from './load.ts';
export { isPlainMap } from './map.ts';
export { nearest } from './nearest.ts';
export type { Path } from './nodes.ts';
export { placeOf } from './places.ts';
export type { DirectoryEntry, FileInfo, Files, ParseCache } from './ports.ts';
export { describe } from './wording.ts';
export type { SourceFile, WrittenWorkspace } from './written.ts';
