export { createFiles } from './files.ts';
export { createRecordStore } from './record-store.ts';
export { freeBytes } from './free-bytes.ts';
export { type FileToLay, layFiles } from './lay-files.ts';
export type { Found } from './amend-file.ts';
export { linkFolder, unlinkFolder } from './user-workspaces.ts';
export { cacheDirectory } from './cache-directory.ts';
export { createParseCache } from './parse-cache.ts';
export { saveStream } from './save-stream.ts';
