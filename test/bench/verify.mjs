// What it costs to be sure of the toolchain: `toolchain verify` of a workspace with a lock, beside bare node.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median, turns } from './measure.mjs';
import { NODE, writeWorkspace } from './rows.mjs';

const LIMIT_MS = 100;

/** `polycrate toolchain verify` of an image that is there, minus bare node. */
export async function verifying({ cli, scratch, runs }) {
  const cwd = join(scratch, 'locked');
  writeWorkspace(cwd, 20);
  execFileSync(cli[0], [...cli.slice(1), 'toolchain', 'lock'], { cwd, stdio: 'ignore' });
  const [node, verify] = (await turns([NODE, [...cli, 'toolchain', 'verify', '--frozen']], runs, { cwd })).map(median);
  const tookMs = verify - node;
  return [
    {
      what: '`polycrate toolchain verify --frozen`, 20 blocks',
      against: '`node -e 0`',
      must: `≤ +${LIMIT_MS} ms`,
      found: `+${tookMs.toFixed(0)} ms`,
      ok: tookMs <= LIMIT_MS,
    },
  ];
}
