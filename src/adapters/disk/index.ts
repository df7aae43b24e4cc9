export { createFiles } from './files.ts';
export { createRecordStore } from './record-store.ts';
export { freeBytes } from './free-bytes.ts';
export { cacheDirectory, createParseCache } from './parse-cache.ts';
