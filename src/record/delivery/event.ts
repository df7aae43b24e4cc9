import { createHmac } from 'node:crypto';
import type { RecordFile } from '../record.ts';

/** The message about a finished transaction. `data` is its record; fields only ever grow. */
export interface WebhookMessage {
  readonly type: 'run.finished' | 'workflow.finished';
  readonly schema: 1;
  /** When it ended; ISO 8601. */
  readonly timestamp: string;
  readonly data: RecordFile;
}

export function messageOf(record: RecordFile): WebhookMessage {
  const type = record.block === undefined ? 'workflow.finished' : 'run.finished';
  return { type, schema: 1, timestamp: record.finished ?? record.started, data: record };
}

/**
 * The headers of a message as Standard Webhooks 1.0 asks for (https://www.standardwebhooks.com): an id that stays the same in every try, the time, and,
 * with a secret, an HMAC-SHA256 of `ID.TIME.BODY`. A secret that begins with `whsec_` is base64, any other the key itself.
 */
export function signedHeaders(
  { id, seconds, body }: { readonly id: string; readonly seconds: number; readonly body: string },
  secret: string | undefined,
): Readonly<Record<string, string>> {
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(seconds) };
  if (secret === undefined) return headers;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
  const signature = createHmac('sha256', key)
    .update(`${id}.${String(seconds)}.${body}`)
    .digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}
