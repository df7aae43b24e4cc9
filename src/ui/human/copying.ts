import type { RunEvent, RunEvents } from '../../events.ts';
import { formatDuration } from './duration.ts';
import type { Screen } from './screen.ts';

type CopyEvent = Extract<RunEvent, { readonly name: `copy.${string}` }>;

const WAY = { out: 'to', back: 'from' } as const;

/** Follows files on their way to and from an engine on another machine: a line that moves while it takes long. */
export function createCopying(screen: Screen, explain: (text: string) => void): (event: CopyEvent) => void {
  return (event) => {
    const title = `copying ${WAY[event.direction]} the engine`;
    const amount = `${String(event.files)} files, ${formatBytes(event.bytes)}`;
    if (event.name === 'copy.finished') {
      screen.follow(undefined);
      explain(`${title} · ${amount} · ${formatDuration(event.elapsedMs)}`);
      return;
    }
    const { totalFiles, totalBytes } = event;
    screen.follow((elapsedMs) =>
      [title, formatDuration(elapsedMs), `${amount} of ${String(totalFiles)} files, ${formatBytes(totalBytes)}`].join(
        ' · ',
      ),
    );
  };
}

/** How far a bundle is: `packing · 192.0 MB of 718.0 MB`. */
export function formatBundling({ doing, bytes, totalBytes }: RunEvents['bundle.progressed']): string {
  return `${doing} · ${formatBytes(bytes)} of ${formatBytes(Math.max(bytes, totalBytes))}`;
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
