// What masking a thousand secrets costs: the same output through `run`, without a secret and with a thousand.
import { randomBytes } from 'node:crypto';
import { appendFileSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, time } from './measure.mjs';

const SOURCE = '/dev/shm/polycrate-mask-bench';
const SECRETS = 1000;
const MOST_MEBIBYTES = 512;
const ROUNDS = 3;
const TALK = '- {name: talk, actions: [{name: talk, script: ["cat /dev/shm/polycrate-mask-bench"]}]}';

function writeWorkspace(directory, secrets) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'workspace.poly'), `name: mask\nblocks:\n  ${TALK}\n`);
  const tokens = Array.from({ length: secrets }, () => randomBytes(18).toString('base64'));
  if (secrets > 0) writeFileSync(join(directory, 'secrets.poly'), JSON.stringify({ config: { globals: { tokens } } }));
}

/** Throughput with a thousand secrets against none, in turns; one row. */
export async function masking({ cli, scratch, mebibytes: most }) {
  const mebibytes = Math.min(most, MOST_MEBIBYTES);
  const [none, thousand] = [join(scratch, 'no-secrets'), join(scratch, 'thousand-secrets')];
  writeWorkspace(none, 0);
  writeWorkspace(thousand, SECRETS);
  const line = 'The quick brown fox jumps over the lazy dog; 0123456789 and nothing secret.\n';
  const piece = line.repeat(Math.ceil((1024 * 1024) / line.length));
  rmSync(SOURCE, { force: true });
  for (let at = 0; at < mebibytes; at += 1) appendFileSync(SOURCE, piece);
  const run = async (cwd) => {
    const out = openSync(join(scratch, 'masked'), 'w');
    try {
      return (await time([...cli, 'run', 'talk', 'talk', '--mount', `${SOURCE}:${SOURCE}:ro`], { cwd, stdout: out }))
        .ms;
    } finally {
      closeSync(out);
    }
  };
  try {
    const times = { none: [], thousand: [] };
    await run(none);
    for (let round = 0; round < ROUNDS; round += 1) {
      times.none.push(await run(none));
      times.thousand.push(await run(thousand));
    }
    const ratio = median(times.none) / median(times.thousand);
    return [
      {
        what: `${mebibytes} MiB of output with 1,000 secrets`,
        against: `none (${(mebibytes / (median(times.none) / 1000)).toFixed(0)} MiB/s)`,
        must: '≥ 0.8 ×',
        found: `${ratio.toFixed(2)} ×`,
        ok: ratio >= 0.8,
      },
    ];
  } finally {
    rmSync(SOURCE, { force: true });
    for (const folder of [none, thousand]) rmSync(folder, { recursive: true, force: true });
  }
}
