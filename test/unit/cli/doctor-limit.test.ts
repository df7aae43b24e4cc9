import { describe, expect, test } from '@jest/globals';
import { lookWithin } from '../../../src/cli/commands/doctor-limit.ts';
import { Problem } from '../../../src/errors.ts';

const help = 'df .';
/** Time that passes as soon as somebody waits for it, or never. */
const soon = { wait: () => new Promise<void>((resolve) => setImmediate(resolve)) };
const never = { wait: () => new Promise<void>(() => undefined) };

describe('a check of doctor', () => {
  test('that does not answer in time is told as such, with what helps', async () => {
    const look = () => new Promise<never>(() => undefined);
    expect(await lookWithin({ what: 'disk', look, help }, soon)).toEqual([
      { what: 'disk', state: 'wrong', told: 'no answer within 5 s', help, facts: { timed_out: true } },
    ]);
  });

  test('that fails is a finding, and not the end of the command', async () => {
    const fail = (error: Error) => lookWithin({ what: 'disk', look: () => Promise.reject(error), help }, never);
    expect(await fail(new Error('EIO: i/o error\n  at once'))).toEqual([
      { what: 'disk', state: 'wrong', told: 'EIO: i/o error; at once', help },
    ]);
    expect(await fail(new Problem('ENGINE_FAILED', 'it is full', { hint: 'empty it' }))).toEqual([
      { what: 'disk', state: 'wrong', told: 'ENGINE_FAILED: it is full', help: 'empty it' },
    ]);
  });

  test('that answers in time does not wait for the end of it', async () => {
    const found = { what: 'disk', state: 'ok', told: 'much' } as const;
    expect(await lookWithin({ what: 'disk', look: () => Promise.resolve(found), help }, never)).toEqual([found]);
  });
});
