import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { deliverRecord, type PostAnswer, type PostRequest } from '../../../../src/record/delivery/index.ts';
import type { WebhookSettings } from '../../../../src/resolve/index.ts';
import { recordOf } from '../../../support/recordings.ts';

const SETTINGS: WebhookSettings = {
  endpoint: 'https://hooks.example.com/T0/secret-path',
  headers: {},
  timeoutMs: 10_000,
};

/** Delivers to a webhook that answers so, each answer after `answerMs` of a clock that only moves by what is waited for. */
async function deliver(
  answers: readonly PostAnswer[],
  { settings = SETTINGS, answerMs = 100 }: { readonly settings?: WebhookSettings; readonly answerMs?: number } = {},
) {
  const requests: PostRequest[] = [];
  const pauses: number[] = [];
  let nowMs = 0;
  const wait = (ms: number): Promise<void> => {
    pauses.push(ms);
    nowMs += ms;
    return Promise.resolve();
  };
  const problem = await deliverRecord(recordOf(), settings, {
    version: '0.1.0',
    clock: {
      now: () => new Date(1_795_447_194_000 + nowMs),
      elapsedMs: () => nowMs,
      after: () => () => undefined,
      wait,
    },
    post(request) {
      requests.push(request);
      const isSlow = answerMs > request.timeoutMs;
      nowMs += Math.min(answerMs, request.timeoutMs);
      return Promise.resolve(isSlow ? { failure: 'no answer' } : (answers[requests.length - 1] ?? { failure: 'none' }));
    },
  });
  return { problem, requests, pauses, tookMs: nowMs };
}

describe('a webhook is told of a run', () => {
  test('once, when it accepts', async () => {
    const { problem, requests, pauses } = await deliver([{ status: 202 }]);
    expect({ problem, pauses, count: requests.length }).toEqual({ problem: undefined, pauses: [], count: 1 });
    expect(JSON.parse(requests[0]!.body)).toEqual({
      type: 'run.finished',
      schema: 1,
      timestamp: recordOf().started,
      data: recordOf(),
    });
    expect(requests[0]!.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'polycrate/0.1.0',
      'webhook-id': recordOf().transaction,
      'webhook-timestamp': '1795447194',
    });
  });

  test.each([
    ['500, then 200', [{ status: 500 }, { status: 200 }], [500]],
    ['429, then 200', [{ status: 429 }, { status: 200 }], [500]],
    ['a broken connection twice, then 200', [{ failure: 'reset' }, { failure: 'reset' }, { status: 200 }], [500, 1000]],
    ['503 with a wish to wait, then 200', [{ status: 503, retryAfterMs: 3000 }, { status: 200 }], [3000]],
  ])('again after %s', async (_title, answers, pauses) => {
    expect(await deliver(answers)).toMatchObject({ problem: undefined, pauses });
  });

  test.each([
    ['404', [{ status: 404 }], 'it answered with status 404'],
    ['401', [{ status: 401 }], 'it answered with status 401'],
    ['a redirect', [{ status: 308, location: 'https://elsewhere.example.com' }], 'it redirects elsewhere'],
  ])('not again after %s', async (_title, answers, reason) => {
    const { problem, requests } = await deliver(answers);
    expect(requests).toHaveLength(1);
    expect(problem).toMatchObject({ code: 'EVENT_UNDELIVERED', message: expect.stringContaining(reason) as unknown });
  });

  test('three times at most, and never longer than its time', async () => {
    const failing = await deliver([{ status: 500 }, { status: 502 }, { status: 503 }]);
    expect(failing.requests).toHaveLength(3);
    expect(failing.problem?.message).toContain('status 503, also when asked again');
    const silent = await deliver([], { answerMs: Infinity });
    expect(silent.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([5000, 2250, 1250]);
    expect(silent.tookMs).toBeLessThanOrEqual(10_000);
    const patient = await deliver([{ status: 429, retryAfterMs: 60_000 }]);
    expect(patient).toMatchObject({ pauses: [], requests: { length: 1 } });
  });

  test('with a signature that the receiver can check, and headers of its own', async () => {
    const key = Buffer.from('the key of the receiver');
    for (const secret of [key.toString(), `whsec_${key.toString('base64')}`]) {
      const settings = { ...SETTINGS, secret, headers: { Authorization: 'Bearer x' } };
      const { headers, body } = (await deliver([{ status: 200 }], { settings })).requests[0]!;
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      expect(headers['Authorization']).toBe('Bearer x');
    }
  });

  test('and what is told about a failure does not have the path, which may be a secret', async () => {
    const { problem } = await deliver([{ status: 500 }]);
    expect(`${problem?.message} ${problem?.hint}`).toContain('https://hooks.example.com');
    expect(`${problem?.message} ${problem?.hint}`).not.toContain('secret-path');
  });
});
