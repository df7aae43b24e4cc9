import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const tls = join(import.meta.dirname, '../fixtures/tls');

/** The authority that signed the certificate of secure test servers. */
export const TEST_CA = join(tls, 'ca.pem');

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly url: string;
}

export interface WebhookServer extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** A webhook on localhost. `answers` are called one after the other, the last again and again; without any it answers 204. */
export async function startWebhook(
  answers: readonly ((response: ServerResponse) => unknown)[] = [],
  { secure = false }: { readonly secure?: boolean } = {},
): Promise<WebhookServer> {
  const received: Received[] = [];
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), url: request.url ?? '' });
      const answer = answers[Math.min(received.length, answers.length) - 1];
      if (answer === undefined) response.writeHead(204).end();
      else answer(response);
    });
  };
  const read = (file: string): string => readFileSync(join(tls, file), 'utf8');
  const server = secure
    ? createSecureServer({ key: read('server.key'), cert: read('server.pem') }, listener)
    : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}/hook`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with a status. */
export const answering =
  (status: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): unknown =>
    response.writeHead(status, headers).end();
