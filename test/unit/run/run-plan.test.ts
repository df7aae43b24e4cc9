import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../../src/errors.ts';
import { planAction } from '../../../src/plan/index.ts';
import { createMasker, runPlan, type RunningJob } from '../../../src/run/index.ts';
import { recorder, testClock, testInterruptions } from '../../support/events.ts';
import { catchProblemOf } from '../../support/problems.ts';
import { action, block, facts, request, workspace } from '../../support/resolved.ts';

/** A job that ends when told. */
function job() {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const signals: string[] = [];
  let end: (code: number) => void = () => undefined;
  let fail: (problem: Problem) => void = () => undefined;
  let disposed = 0;
  const exit = new Promise<number>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  const running: RunningJob = {
    containerId: 'c0ffee',
    stdout,
    stderr,
    exit,
    signal: (signal, audience) => {
      signals.push(audience === 'unaware' ? `${signal} to the unaware` : signal);
      return Promise.resolve();
    },
    readFile: () => Promise.resolve(undefined),
    resize: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => {
      disposed += 1;
      return Promise.resolve();
    },
  };
  const close = () => {
    stdout.end();
    stderr.end();
  };
  return {
    running,
    signals,
    stdout,
    stderr,
    disposals: () => disposed,
    end(code: number) {
      close();
      end(code);
    },
    fail(problem: Problem) {
      close();
      fail(problem);
    },
  };
}

function start({ timeoutMs, secrets = [] }: { timeoutMs?: number; secrets?: string[] } = {}) {
  const subject = workspace({
    secretValues: secrets,
    blocks: [block({ actions: [action(timeoutMs === undefined ? {} : { timeoutMs })] })],
  });
  const plan = planAction(subject, request(), facts());
  const [clock, interruptions, told, running] = [testClock(), testInterruptions(), recorder(), job()];
  const outcome = runPlan(plan, running.running, {
    emit: told.emit,
    clock,
    interruptions,
    masker: createMasker(plan.secrets),
    stdin: () => new PassThrough(),
    attempt: 1,
    leftMs: timeoutMs,
  });
  // A failing run is looked at later.
  outcome.catch(() => undefined);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { outcome, clock, interruptions, told, running, settle };
}

describe('a run', () => {
  test('ends with the status of the action', async () => {
    const { outcome, running } = start();
    running.end(3);
    expect(await outcome).toMatchObject({ state: 'failed', exitCode: 3 });
    expect(running.disposals()).toBe(1);
  });

  test('passes both streams on, masked, also where a secret is cut in two', async () => {
    const { outcome, running, told } = start({ secrets: ['hunter2'] });
    running.stdout.write('my hun');
    running.stdout.write('ter2!');
    running.stderr.write('oops hunter2');
    running.end(0);
    await outcome;
    const text = (stream: string) =>
      told.events
        .map((event) => (event.name === 'output.written' && event.stream === stream ? event.chunk.toString() : ''))
        .join('');
    expect(text('stdout')).toBe('my ***!');
    expect(text('stderr')).toBe('oops ***');
  });

  test('registers what a line ::add-mask:: says, for both streams, and tells of what is too short', async () => {
    const { outcome, running, told, settle } = start();
    running.stdout.write('begin\n::add-mask::hunter2\n::add-mask::ab\nhunter2\n');
    await settle();
    running.stderr.write('hunter2 ab\n');
    running.end(0);
    await outcome;
    const shown = told.events.map((event) => (event.name === 'output.written' ? event.chunk.toString() : ''));
    expect(shown.join('')).toBe('begin\n***\n*** ab\n');
    const warnings = told.events.flatMap((event) => (event.name === 'run.warned' ? [event.problem] : []));
    expect(warnings).toMatchObject([{ code: 'SECRET_UNMASKED' }]);
  });

  test('whose engine goes away rejects, and disposes of the job', async () => {
    const { outcome, running } = start();
    running.fail(new Problem('ENGINE_LOST', 'gone'));
    expect((await catchProblemOf(outcome)).code).toBe('ENGINE_LOST');
    expect(running.disposals()).toBe(1);
  });
});

describe('an interrupted run', () => {
  test('passes the signal on, and is cancelled with the status the action chose', async () => {
    const { outcome, interruptions, running, settle } = start();
    await settle();
    interruptions.interrupt('SIGINT');
    expect(running.signals).toEqual(['SIGINT']);
    running.end(1);
    expect(await outcome).toMatchObject({ state: 'cancelled', exitCode: 1, cause: 'cancelled by SIGINT' });
  });

  test('is no success even if the action says so', async () => {
    const { outcome, interruptions, running, settle } = start();
    await settle();
    interruptions.interrupt('SIGTERM');
    running.end(0);
    expect(await outcome).toMatchObject({ state: 'cancelled', exitCode: 143 });
  });

  test('grows firmer every ten seconds', async () => {
    const { outcome, interruptions, running, clock, settle } = start();
    await settle();
    interruptions.interrupt('SIGINT');
    clock.advance(9_999);
    expect(running.signals).toEqual(['SIGINT']);
    clock.advance(1);
    expect(running.signals).toEqual(['SIGINT', 'SIGTERM']);
    clock.advance(8_000);
    expect(running.signals).toEqual(['SIGINT', 'SIGTERM', 'SIGTERM to the unaware']);
    clock.advance(2_000);
    expect(running.signals).toEqual(['SIGINT', 'SIGTERM', 'SIGTERM to the unaware', 'SIGKILL']);
    running.end(137);
    const cause = 'cancelled by SIGINT; killed, as it did not end by itself';
    expect(await outcome).toMatchObject({ state: 'cancelled', exitCode: 130, cause });
  });

  test('does not wait when asked a second time', async () => {
    const { interruptions, running, settle } = start();
    await settle();
    interruptions.interrupt('SIGINT');
    interruptions.interrupt('SIGINT');
    interruptions.interrupt('SIGINT');
    expect(running.signals).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL']);
    running.end(137);
  });

  test('while its container was being made is told at once', async () => {
    const interruptions = testInterruptions();
    interruptions.interrupt('SIGINT');
    const running = job();
    const plan = planAction(workspace(), request(), facts());
    const outcome = runPlan(plan, running.running, {
      emit: recorder().emit,
      clock: testClock(),
      interruptions,
      masker: createMasker(),
      stdin: () => new PassThrough(),
      attempt: 1,
      leftMs: undefined,
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(running.signals).toEqual(['SIGINT']);
    running.end(130);
    expect(await outcome).toMatchObject({ state: 'cancelled', exitCode: 130 });
  });
});

describe('a timeout', () => {
  test('ends the action with 124 and says why', async () => {
    const { outcome, running, clock, settle } = start({ timeoutMs: 90_000 });
    await settle();
    clock.advance(90_000);
    expect(running.signals).toEqual(['SIGTERM']);
    running.end(143);
    expect(await outcome).toMatchObject({
      state: 'timed-out',
      exitCode: 124,
      cause: 'no end after its timeout of 90 s',
    });
  });
});
