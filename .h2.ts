import { loadWorkspace } from './src/workspace/index.ts';
import { resolveWorkspace } from './src/resolve/index.ts';
import { createFiles } from './src/adapters/disk/files.ts';
const w = await loadWorkspace(process.argv[2]!, createFiles());
console.log(JSON.stringify(resolveWorkspace(w, {version: '0.1.0'}), (k, v) => k.endsWith('lace') ? `${v.line}:${v.column}` : v, 1));
