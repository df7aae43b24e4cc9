import type { Emit } from '../../../events.ts';
import type { Entry } from './entry.ts';

const SILENT_MS = 1_000;
const PAUSE_MS = 250;

/** Tells how a transfer goes on once it has taken a second, and at its end if anything was moved. */
export interface Progress {
  moved(files: number, bytes: number): void;
  done(): void;
}

/** `out`: to the engine; `back`: from it. */
export function createProgress(emit: Emit, direction: 'out' | 'back', entries: readonly Entry[]): Progress {
  const total = { files: entries.length, bytes: entries.reduce((sum, { size }) => sum + size, 0) };
  const begunMs = performance.now();
  let files = 0;
  let bytes = 0;
  let toldMs = begunMs + SILENT_MS - PAUSE_MS;
  return {
    moved(moreFiles, moreBytes) {
      files += moreFiles;
      bytes += moreBytes;
      const nowMs = performance.now();
      if (nowMs - toldMs < PAUSE_MS) return;
      toldMs = nowMs;
      void emit({ name: 'copy.progressed', direction, files, bytes, totalFiles: total.files, totalBytes: total.bytes });
    },
    done() {
      const elapsedMs = Math.round(performance.now() - begunMs);
      if (total.files > 0) void emit({ name: 'copy.finished', direction, ...total, elapsedMs });
    },
  };
}
