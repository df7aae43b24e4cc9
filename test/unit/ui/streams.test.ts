import { openSync } from 'node:fs';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { isProblem } from '../../../src/errors.ts';
import { createStreams, type Streams } from '../../../src/ui/index.ts';
import { createTestTerminals } from '../../support/streams.ts';

function open(env: Record<string, string>, columns?: number): Streams {
  const terminals = createTestTerminals(columns === undefined ? {} : { columns });
  return createStreams({ ...terminals, env });
}

/** A stream that takes `highWaterMark` bytes and then waits until told. */
function createSlow(): { stream: Writable; next: (error?: Error) => void } {
  let done: (error?: Error) => void = () => undefined;
  const stream = new Writable({
    highWaterMark: 4,
    write(_chunk, _encoding, callback) {
      done = callback;
    },
  });
  return {
    stream,
    next: (error) => {
      done(error);
    },
  };
}

function wrap(stdout: Writable): Streams {
  return createStreams({ stdout, stderr: new PassThrough(), stdin: new PassThrough(), env: {} });
}

describe('colour', () => {
  test.each([
    ['a terminal', {}, 80, true],
    ['no terminal', {}, undefined, false],
    ['a dumb terminal', { TERM: 'dumb' }, 80, false],
    ['NO_COLOR', { NO_COLOR: '1' }, 80, false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, 80, true],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, undefined, true],
    ['FORCE_COLOR on a dumb terminal', { FORCE_COLOR: '', TERM: 'dumb' }, 80, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, 80, false],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, 80, false],
  ] as [string, Record<string, string>, number | undefined, boolean][])('with %s', (_, env, columns, expected) => {
    expect(open(env, columns).stdout.colour).toBe(expected);
  });
});

describe('a terminal', () => {
  test('tells its width, can be drawn on again and asked, but not in CI', () => {
    const streams = open({}, 72);
    expect([streams.stdout.columns, streams.stderr.canRewrite, streams.canAsk, streams.ci]).toEqual([
      72,
      true,
      true,
      undefined,
    ]);
    const ci = open({ CI: 'true' }, 72);
    expect([ci.stderr.canRewrite, ci.canAsk, ci.ci]).toEqual([false, false, { system: 'plain' }]);
    expect(open({ CI: 'false' }, 72).ci).toBeUndefined();
    expect(open({}).stdout.columns).toBeUndefined();
  });

  test('is one screen when both streams end in the same file', () => {
    const on = (fd: number): Writable & { fd: number } => Object.assign(new PassThrough(), { fd });
    const one = openSync('/dev/null', 'w');
    const same = openSync('/dev/null', 'w');
    const other = openSync(import.meta.filename, 'r');
    const isOneScreen = (a: number, b: number): boolean =>
      createStreams({ stdout: on(a), stderr: on(b), stdin: new PassThrough(), env: {} }).isOneScreen;
    expect(isOneScreen(one, same)).toBe(true);
    expect(isOneScreen(one, other)).toBe(false);
    expect(isOneScreen(one, 99_999)).toBe(false);
  });
});

describe('writing', () => {
  test('waits while the reader is slow', async () => {
    const { stream, next } = createSlow();
    const { stdout } = wrap(stream);
    expect(stdout.write('a')).toBeUndefined();
    const waiting = stdout.write('bcdefg');
    expect(waiting).toBeInstanceOf(Promise);
    expect(stdout.write('h')).toBe(waiting);
    next();
    next();
    next();
    await waiting;
    expect(stdout.write('i')).toBeUndefined();
  });

  test('to a reader that goes away ends quietly, and wakes who waits', async () => {
    const { stream, next } = createSlow();
    const { stdout } = wrap(stream);
    const waiting = stdout.write('bcdefg');
    next(Object.assign(new TypeError('write EPIPE'), { code: 'EPIPE' }));
    await waiting;
    expect(stdout.write('more')).toBeUndefined();
    await stdout.flush();
  });

  test('to a full disk is told at the end', async () => {
    const { stream, next } = createSlow();
    const { stdout } = wrap(stream);
    const waiting = stdout.write('bcdefg');
    next(Object.assign(new TypeError('write ENOSPC'), { code: 'ENOSPC' }));
    await waiting;
    const problem = await stdout.flush().catch((error: unknown) => error);
    expect(isProblem(problem) && [problem.code, problem.exitCode, problem.message]).toEqual([
      'OUTPUT_UNWRITABLE',
      74,
      'the output could not be written: the disk it goes to is full',
    ]);
  });
});
