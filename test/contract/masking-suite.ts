import { describe, expect, test } from '@jest/globals';
import { createJob, readAll } from '../support/engine.ts';
import type { EngineHarness } from './engine-suite.ts';

/** What every ContainerEngine promises about secrets that a job registers. */
export function describeMasking(harness: () => EngineHarness): void {
  describe('with polycrate-mask', () => {
    test('waits in polycrate-mask until the secret is taken, whole, and shows nothing of it itself', async () => {
      const script = `printf 'one' | polycrate-mask; echo after; printf '%s' "$KEY" | polycrate-mask >/dev/null; polycrate-mask arg; echo "$?"`;
      const key = `-----BEGIN KEY-----\n${'100%25 ü\n'.repeat(1000)}-----END KEY-----\r`;
      await using running = await harness().engine.start(createJob(harness().image, script, { env: { KEY: key } }));
      const told: string[] = [];
      const reading = Promise.all([readAll(running.stdout), readAll(running.stderr)]);
      // Nobody listens yet, so nothing goes on.
      await new Promise((resolve) => setTimeout(resolve, 300));
      running.onSecret?.((value) => told.push(value));
      const [stdout, stderr] = await reading;
      expect(told).toEqual(['one', key.trimEnd()]);
      expect(stdout.toString()).toBe('after\n64\n');
      expect(stderr.toString()).toContain('the secret comes on stdin');
      expect(await running.exit).toBe(0);
    });

    test('takes secrets of many at a time', async () => {
      const script = `for n in {1..20}; do printf 'secret %d %01500d' $n 0 | polycrate-mask & done; wait`;
      await using running = await harness().engine.start(createJob(harness().image, script));
      const told: string[] = [];
      running.onSecret?.((value) => told.push(value));
      await Promise.all([readAll(running.stdout), readAll(running.stderr)]);
      const zeros = '0'.repeat(1500);
      expect(told.sort()).toEqual(Array.from({ length: 20 }, (_, at) => `secret ${at + 1} ${zeros}`).sort());
      expect(await running.exit).toBe(0);
    });
  });
}
