import { readdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import type { StopSignal } from '../../run/index.ts';

/** Sends `signal` to those processes of a group that neither handle, ignore nor block it. Where there is no /proc, nothing can be told of them, and none gets it. */
export async function signalUnaware(group: number, signal: StopSignal): Promise<void> {
  const number = constants.signals[signal];
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const sending = pids.map(async (pid) => {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    // The name before it may hold anything, even a closing bracket.
    const [, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(pgrp) === group && !minds(status, number)) process.kill(Number(pid), signal);
  });
  // One that has ended meanwhile needs no signal.
  await Promise.allSettled(sending);
}

/** See proc(5): masks are hexadecimal, and signal n is bit n - 1. */
function minds(status: string, number: number): boolean {
  const masks = [...status.matchAll(/^Sig(?:Blk|Ign|Cgt):\t([0-9a-f]+)$/gm)];
  return masks.some(([, mask]) => ((BigInt(`0x${mask ?? '0'}`) >> BigInt(number - 1)) & 1n) === 1n);
}
