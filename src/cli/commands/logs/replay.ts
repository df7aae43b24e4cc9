import { Problem } from '../../../errors.ts';
import { loadRecording, outcomeOf, replayEvents } from '../../../record/export/index.ts';
import { parseDuration } from '../../../resolve/index.ts';
import { told, type Shell } from '../../world.ts';

export interface ReplayOptions {
  readonly speed: string;
  readonly maxPause?: string;
}

/** `polycrate logs replay [TRANSACTION]`: tells what a run told, when it told it. Answers 0 however the run ended: the replay is what succeeds. */
export async function replayLog(shell: Shell, id: string | undefined, options: ReplayOptions): Promise<number> {
  const speed = speedOf(options.speed);
  const longestMs = longestOf(options.maxPause);
  const { clock, records, interruptions } = shell.world;
  const source = {
    store: records,
    logs: await shell.recordsFolder(),
    epochMs: (instant: string) => Date.parse(instant),
  };
  const recording = await loadRecording(source, id);
  const startedMs = clock.elapsedMs();
  let [lastMs, dueMs] = [0, 0];
  for await (const { atMs, event } of replayEvents(recording)) {
    dueMs += Math.min(Math.max(0, atMs - lastMs), longestMs) / speed;
    lastMs = Math.max(lastMs, atMs);
    const waitMs = startedMs + dueMs - clock.elapsedMs();
    if (waitMs > 0) await clock.wait(waitMs, interruptions.signal);
    if (interruptions.signal.aborted) return shell.interruptedStatus() ?? 0;
    await shell.renderer.event(event);
  }
  await shell.renderer.result(told(outcomeOf(recording.record) ?? recording.record));
  return 0;
}

function speedOf(text: string): number {
  const speed = Number(text.replace(/x$/, ''));
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new Problem('USAGE', `--speed takes a number above 0, not "${text}"`, { hint: '--speed 2' });
}

function longestOf(text: string | undefined): number {
  const ms = text === undefined ? Infinity : parseDuration(text);
  if (ms !== undefined) return ms;
  throw new Problem('USAGE', `--max-pause takes a duration such as 500ms or 2s, not "${text ?? ''}"`, {
    hint: '--max-pause 2s',
  });
}
