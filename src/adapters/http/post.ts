import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Post, PostAnswer, PostRequest } from '../../record/delivery/index.ts';
import { connect, type Connection, type Environment } from './connect.ts';

/** Sends over HTTP and HTTPS, through the proxy of the environment; certificates in SSL_CERT_FILE are trusted beside the usual ones. */
export function createPost(env: Environment): Post {
  return async (request) => {
    try {
      return await send(request, await connect(new URL(request.url), env));
    } catch (error) {
      return { failure: describe(error) };
    }
  };
}

function send({ url, headers, body, timeoutMs }: PostRequest, { agent, ca }: Connection): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal,
      ...(agent === undefined ? {} : { agent }),
      ...(ca === undefined ? {} : { ca }),
    });
    sent.on('response', (response) => {
      resolve(read(response));
      // What it says besides is for nobody; an endless answer must not hold us.
      response.destroy();
      agent?.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function read({ statusCode = 0, headers }: IncomingMessage): PostAnswer {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const { location } = headers;
  return {
    status: statusCode,
    ...(Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    ...(location === undefined || statusCode < 300 || statusCode >= 400 ? {} : { location }),
  };
}

function describe(error: unknown): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError') return 'it did not answer in time';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name cannot be resolved';
  if (code === 'ECONNRESET') return 'it closed the connection';
  return message === '' ? (code ?? name) : message;
}
