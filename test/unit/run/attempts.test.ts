import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import { createMasker, runAttempts, type ContainerEngine, type Job, type RunningJob } from '../../../src/run/index.ts';
import type { ResolvedAction } from '../../../src/resolve/index.ts';
import { recorder, testClock, testInterruptions } from '../../support/events.ts';
import { action, block, facts, request, workspace } from '../../support/resolved.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Jobs that end when told. */
function start(given: Partial<ResolvedAction>, changes: Parameters<typeof request>[0] = {}) {
  const subject = workspace({ blocks: [block({ actions: [action(given)] })] });
  const plan = planAction(subject, request(changes), facts());
  const [clock, interruptions, told] = [testClock(), testInterruptions(), recorder()];
  const jobs: Job[] = [];
  const signals: string[] = [];
  let end: (code: number) => void = () => undefined;
  let say: (text: string) => void = () => undefined;
  const launch = (): RunningJob => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    say = (text) => stdout.write(text);
    const exit = new Promise<number>((resolve) => {
      end = (code) => {
        stdout.end();
        stderr.end();
        resolve(code);
      };
    });
    return {
      containerId: 'c0ffee',
      stdout,
      stderr,
      exit,
      signal: (signal) => Promise.resolve(void signals.push(signal)),
      readFile: () => Promise.resolve(undefined),
      resize: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  };
  const engine = {
    start: (job: Job) => {
      jobs.push(job);
      return Promise.resolve(launch());
    },
  } as unknown as ContainerEngine;
  const outcome = runAttempts(plan, launch(), {
    emit: told.emit,
    masker: createMasker([]),
    clock,
    interruptions,
    stdin: () => new PassThrough(),
    engine: () => Promise.resolve(engine),
  });
  return {
    outcome,
    clock,
    interruptions,
    told,
    jobs,
    signals,
    say: (text: string) => {
      say(text);
    },
    end: async (code: number) => {
      await settle();
      end(code);
      await settle();
    },
  };
}

describe('an action with retry', () => {
  test('is tried again after its delay, in a container of another name, until it succeeds', async () => {
    const { outcome, end, clock, jobs, told } = start({ retry: { attempts: 3, delayMs: 5_000 } });
    await end(7);
    expect(jobs).toEqual([]);
    clock.advance(5_000);
    await end(0);
    expect(jobs.map(({ name }) => name)).toEqual(['polycrate-0193b2c0-0000-7000-8000-000000000001-2']);
    expect(await outcome).toMatchObject({
      state: 'succeeded',
      exitCode: 0,
      attempts: [
        { state: 'failed', exitCode: 7, started: '2026-11-23T12:00:00.000Z' },
        { state: 'succeeded', exitCode: 0, started: '2026-11-23T12:00:05.000Z' },
      ],
    });
    expect(told.events).toContainEqual(
      expect.objectContaining({ name: 'attempt.failed', attempt: 1, attempts: 3, exitCode: 7, delayMs: 5_000 }),
    );
  });

  test('fails as its last attempt does', async () => {
    const { outcome, end } = start({ retry: { attempts: 2, delayMs: 0 } });
    await end(7);
    await end(8);
    expect(await outcome).toMatchObject({ state: 'failed', exitCode: 8, attempts: [{ exitCode: 7 }, { exitCode: 8 }] });
  });

  test('is tried again only after the exit codes named', async () => {
    const { outcome, end, jobs } = start({ retry: { attempts: 3, delayMs: 0, on: [4] } });
    await end(4);
    await end(1);
    expect(await outcome).toMatchObject({ state: 'failed', exitCode: 1 });
    expect(jobs).toHaveLength(1);
  });

  test('is not tried again once it was cancelled', async () => {
    const { outcome, end, interruptions, jobs } = start({ retry: { attempts: 3, delayMs: 0 } });
    await settle();
    interruptions.interrupt('SIGINT');
    await end(130);
    expect(await outcome).toMatchObject({ state: 'cancelled', exitCode: 130, attempts: [{ state: 'cancelled' }] });
    expect(jobs).toEqual([]);
  });

  test('is cancelled by a signal between two attempts', async () => {
    const { outcome, end, interruptions, jobs } = start({ retry: { attempts: 3, delayMs: 60_000 } });
    await end(7);
    interruptions.interrupt('SIGTERM');
    const cause = 'cancelled by SIGTERM before attempt 2';
    expect(await outcome).toMatchObject({ state: 'cancelled', exitCode: 143, cause, attempts: [{ exitCode: 7 }] });
    expect(jobs).toEqual([]);
  });

  test('has one timeout for all attempts', async () => {
    const { outcome, end, clock, signals } = start({ retry: { attempts: 9, delayMs: 10_000 }, timeoutMs: 30_000 });
    clock.advance(15_000);
    await end(1);
    clock.advance(10_000);
    await settle();
    clock.advance(5_000);
    expect(signals).toEqual(['SIGTERM']);
    await end(143);
    expect(await outcome).toMatchObject({
      state: 'timed-out',
      exitCode: 124,
      cause: 'no end after its timeout of 30 s',
      attempts: [{ state: 'failed' }, { state: 'timed-out' }],
    });
  });

  test('does not wait for an attempt there would be no time for', async () => {
    const { outcome, end, clock } = start({ retry: { attempts: 9, delayMs: 20_000 }, timeoutMs: 30_000 });
    clock.advance(15_000);
    await end(3);
    const cause = 'its timeout leaves no time for another attempt';
    expect(await outcome).toMatchObject({ state: 'failed', exitCode: 3, cause });
  });

  test('is tried again after silence', async () => {
    const { outcome, end, clock, signals, say } = start({ retry: { attempts: 2, delayMs: 0 }, idleTimeoutMs: 60_000 });
    await settle();
    clock.advance(59_000);
    say('still here');
    await settle();
    clock.advance(1_000);
    clock.advance(58_999);
    expect(signals).toEqual([]);
    clock.advance(1);
    expect(signals).toEqual(['SIGTERM']);
    await end(143);
    await end(0);
    expect(await outcome).toMatchObject({
      state: 'succeeded',
      attempts: [{ state: 'timed-out', exitCode: 124, cause: 'no output for 60 s, its idle_timeout' }, { exitCode: 0 }],
    });
  });
});

test('the shortest of the timeouts of action, step and workflow holds, and is named', async () => {
  const { outcome, end, clock } = start(
    { timeoutMs: 30_000 },
    {
      timeouts: [
        { ms: 20_000, of: 'step' },
        { ms: 25_000, of: 'workflow' },
      ],
    },
  );
  await settle();
  clock.advance(20_000);
  await end(143);
  expect(await outcome).toMatchObject({ exitCode: 124, cause: "no end after the step's timeout of 20 s" });
});
