import type { Duplex } from 'node:stream';
import type { Connection } from './connection.ts';
import { pingEngine } from './probe.ts';
import { LEASE_SILENCE_S } from './supervisor.ts';

const BEAT_MS = 5_000;

/**
 * Keeps a lease over a network that may fall silent without a word: a BEAT every five seconds tells the supervisor that we are there,
 * which after half a minute without one ends the action; and an engine that answers nothing for as long is given up with `onLost`.
 * The answer ends it. An engine of this machine needs none of it.
 */
export function beat({ isElsewhere, route }: Connection, lease: Duplex, onLost: () => void): () => void {
  if (!isElsewhere) return () => undefined;
  let heardMs = performance.now();
  const tick = (): void => {
    if (lease.writable) lease.write('BEAT\n');
    if (performance.now() - heardMs > LEASE_SILENCE_S * 1_000) onLost();
    pingEngine(route, BEAT_MS).then(
      (pong) => {
        if (pong !== undefined) heardMs = performance.now();
      },
      () => undefined,
    );
  };
  tick();
  const timer = setInterval(tick, BEAT_MS);
  return () => {
    clearInterval(timer);
  };
}
