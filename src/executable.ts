import { getAsset, getRawAsset } from 'node:sea';
import { unpackPackage } from './adapters/disk/unpack-package.ts';
import { start } from './start.ts';

// The same program as main.ts, from a single executable (scripts/build-sea.mjs): what else is a file of the package lies inside.
let root: string | undefined;
start({
  bundle: process.execPath,
  // ASCII alone: as such it takes half the time and half the memory.
  source: () => Buffer.from(getRawAsset('polycrate.cjs') as ArrayBuffer).toString('latin1'),
  packageRoot: () => (root ??= unpackPackage(getAsset('package.json', 'utf8'), process.env)),
  require,
});
