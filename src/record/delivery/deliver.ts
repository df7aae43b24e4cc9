import { Problem } from '../../errors.ts';
import type { WebhookSettings } from '../../resolve/index.ts';
import type { Clock } from '../../run/index.ts';
import type { RecordFile } from '../record.ts';
import { messageOf, signedHeaders } from './event.ts';
import type { Post, PostAnswer } from './ports.ts';

const TRIES = 3;
const FIRST_PAUSE_MS = 500;

export interface DeliveryTools {
  readonly post: Post;
  readonly clock: Clock;
  /** Of the CLI, for the receiver's logs. */
  readonly version: string;
}

/**
 * Sends the record of a finished transaction to the workspace's webhook, at most three times: again only after status 429 or 5xx, or no answer. All of it
 * takes no longer than the webhook's timeout. Answers EVENT_UNDELIVERED when no try was accepted; never rejects.
 */
export async function deliverRecord(
  record: RecordFile,
  webhook: WebhookSettings,
  { post, clock, version }: DeliveryTools,
): Promise<Problem | undefined> {
  const endMs = clock.elapsedMs() + webhook.timeoutMs;
  const body = JSON.stringify(messageOf(record));
  let answer: PostAnswer = { failure: 'there was no time left' };
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const leftMs = endMs - clock.elapsedMs();
    if (leftMs <= 0) break;
    const seconds = Math.floor(clock.now().getTime() / 1000);
    answer = await post({
      url: webhook.endpoint,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': `polycrate/${version}`,
        ...webhook.headers,
        ...signedHeaders({ id: record.transaction, seconds, body }, webhook.secret),
      },
      body,
      // What does not answer at all must leave time for another try.
      timeoutMs: Math.ceil(attempt === TRIES ? leftMs : leftMs / 2),
    });
    if (isAccepted(answer)) return undefined;
    const pauseMs = pauseAfter(answer, attempt);
    if (attempt === TRIES || pauseMs === undefined || clock.elapsedMs() + pauseMs >= endMs) break;
    // A run that was interrupted is told of like any other.
    await clock.wait(pauseMs, new AbortController().signal);
  }
  return undelivered(answer, webhook);
}

function isAccepted(answer: PostAnswer): boolean {
  return 'status' in answer && answer.status >= 200 && answer.status < 300;
}

/** Undefined when another try would end no better. */
function pauseAfter(answer: PostAnswer, attempt: number): number | undefined {
  const ownMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
  if ('failure' in answer) return ownMs;
  if (answer.status !== 429 && answer.status < 500) return undefined;
  return Math.max(ownMs, answer.retryAfterMs ?? 0);
}

function undelivered(answer: PostAnswer, { endpoint }: WebhookSettings): Problem {
  // Whatever comes behind the host may be what the receiver knows its senders by.
  const { origin } = new URL(endpoint);
  const [reason, hint] = 'failure' in answer ? [answer.failure, whenUnreachable(endpoint)] : explain(answer);
  return new Problem('EVENT_UNDELIVERED', `the webhook at ${origin} was not told of this run: ${reason}`, { hint });
}

function whenUnreachable(endpoint: string): string {
  return `check "events.endpoint" in workspace.poly, and that ${new URL(endpoint).host} can be reached from here`;
}

function explain({ status, location }: Extract<PostAnswer, { status: number }>): [reason: string, hint: string] {
  const answered = `it answered with status ${String(status)}`;
  if (location !== undefined) return [`it redirects elsewhere`, 'set "events.endpoint" to the address it redirects to'];
  if (status === 401 || status === 403) return [answered, 'check "events.headers" and "events.secret"'];
  if (status >= 500 || status === 429) return [`${answered}, also when asked again`, 'see what the receiver logged'];
  return [answered, 'check "events.endpoint" in workspace.poly'];
}
