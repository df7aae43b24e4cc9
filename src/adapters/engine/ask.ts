import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { refusalIn } from './failures.ts';
import type { Route } from './route.ts';

/** Where an engine is asked. */
export interface Desk {
  readonly route: Pick<Route, 'options' | 'agent'>;
  /** What stands before every path, e.g. `/v1.53`; empty for the engine's own newest version. */
  readonly prefix: string;
}

export interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An engine's refusal, with the properties dockerode gives its own. */
class Refusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Asks an engine one thing as the Engine API describes it: its answer as JSON says it, or as text where it is no JSON. What every start of a
 * container asks goes this way, because dockerode takes longer to load than the engine to answer; everything else is dockerode's. Rejects
 * with Node's own error, or one with `statusCode` and the engine's words.
 */
export async function askEngine(desk: Desk, question: Question): Promise<unknown> {
  const text = await readText(await beginAnswer(desk, question));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Its start says so where it is running. */
const NOT_MODIFIED = 304;

/** The same as soon as the engine begins to answer: the answer must be read or destroyed. */
export async function beginAnswer({ route, prefix }: Desk, question: Question): Promise<IncomingMessage> {
  const { method, path, query = {}, body } = question;
  const parameters = new URLSearchParams(query).toString();
  const payload = body === undefined ? '' : JSON.stringify(body);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({
      ...route.options,
      agent: route.agent,
      method,
      path: `${prefix}${path}${parameters === '' ? '' : `?${parameters}`}`,
      headers: {
        Host: 'engine',
        'Content-Length': String(Buffer.byteLength(payload)),
        ...(payload === '' ? {} : { 'Content-Type': 'application/json' }),
      },
    } as RequestOptions);
    asked.on('response', resolve);
    asked.on('error', reject);
    asked.end(payload);
  });
  const { statusCode = 0 } = answer;
  if ((statusCode >= 200 && statusCode < 300) || statusCode === NOT_MODIFIED) return answer;
  throw new Refusal(statusCode, refusalIn(await readText(answer)));
}
