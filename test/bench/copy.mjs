// What copying a workspace to its engine costs when nothing has changed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, turns } from './measure.mjs';

const FILES = 20_000;

/** A run with 20,000 unchanged files, copied against mounted. The engine is this machine's: the network's time is not ours. */
export async function copying({ cli, scratch }) {
  const directory = join(scratch, 'copied');
  for (let at = 0; at < FILES; at += 1) {
    const folder = join(directory, `blocks/block/files/${at % 200}`);
    if (at < 200) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file${at}`), `file ${at}\n`);
  }
  writeFileSync(join(directory, 'workspace.poly'), 'name: bench-copy\n');
  writeFileSync(
    join(directory, 'blocks/block/block.poly'),
    'name: block\nactions:\n  - {name: noop, script: ["true"]}\n',
  );
  const run = (transport) => [...cli, 'run', 'block', 'noop', '--set', `container.transport=${transport}`];
  const env = { POLYCRATE_CONTAINER_PARK: 'off' };
  const [mounted, copied] = (await turns([run('mount'), run('copy')], 5, { cwd: directory, env })).map(median);
  const seconds = (copied - mounted) / 1000;
  return [
    {
      what: 'copying a workspace of 20,000 files when nothing has changed',
      against: 'the same workspace mounted',
      must: '≤ +1.5 s',
      found: `+${seconds.toFixed(2)} s`,
      ok: seconds <= 1.5,
    },
  ];
}
