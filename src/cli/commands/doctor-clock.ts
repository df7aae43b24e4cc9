import type { EngineInfo, ImageInfo } from '../../run/index.ts';
import { formatDuration } from '../world.ts';
import type { Finding } from './doctor.ts';

/** Less is the time it takes to ask. */
const SAME_MS = 2_000;
/** Certificates, tokens and one-time codes are held against the time to the minute. */
const WRONG_MS = 60_000;

const HELP = 'sudo timedatectl set-ntp true   (on the machine that is wrong)';

/** Whether this machine's clock agrees with that of the engine, and is not before the image was made. Without an engine there is nothing to compare with. */
export function checkClock(
  now: Date,
  { clockAheadMs }: Pick<EngineInfo, 'clockAheadMs'>,
  image: Pick<ImageInfo, 'created'> | undefined,
): Finding {
  const made = image === undefined ? Number.NaN : Date.parse(image.created);
  const facts = { now: now.toISOString(), ...(clockAheadMs === undefined ? {} : { engine_ahead_ms: clockAheadMs }) };
  if (made - now.getTime() > WRONG_MS) {
    const told = `${now.toISOString()} here, and the image is from ${new Date(made).toISOString()}`;
    return { what: 'clock', state: 'wrong', told, help: HELP, facts };
  }
  if (clockAheadMs === undefined) return { what: 'clock', state: 'ok', told: now.toISOString(), facts };
  const offMs = Math.abs(clockAheadMs);
  if (offMs <= SAME_MS) return { what: 'clock', state: 'ok', told: 'that of the engine', facts };
  const told = `the engine's is ${formatDuration(offMs)} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine's`;
  return { what: 'clock', state: offMs > WRONG_MS ? 'wrong' : 'note', told, help: HELP, facts };
}
