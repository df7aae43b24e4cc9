import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Route } from './route.ts';

/** What an engine says about itself in the headers of its ping. */
export interface Pong {
  readonly name: 'docker' | 'podman';
  /** Empty when the engine does not say. */
  readonly version: string;
  /** `1.41`; empty when the answer is not an engine's. */
  readonly apiVersion: string;
}

/** Asks whether an engine is at the end of a route: half a millisecond on a socket. Undefined when nothing comes within `timeoutMs`; rejects with Node's own error. */
export async function pingEngine(
  { options, agent }: Pick<Route, 'options' | 'agent'>,
  timeoutMs: number,
): Promise<Pong | undefined> {
  const answer = await new Promise<IncomingMessage | undefined>((resolve, reject) => {
    const asked = request({ ...options, path: '/_ping', method: 'GET', agent, headers: { Host: 'engine' } }, resolve);
    const timer = setTimeout(() => {
      resolve(undefined);
      asked.destroy();
    }, timeoutMs);
    asked.on('error', reject);
    asked.on('close', () => {
      clearTimeout(timer);
    });
    asked.end();
  });
  if (answer === undefined) return undefined;
  answer.resume();
  return readPong(answer.headers);
}

function readPong(headers: IncomingMessage['headers']): Pong {
  const libpod = headers['libpod-api-version'] !== undefined;
  const apiVersion = headers['api-version'];
  return {
    name: libpod ? 'podman' : 'docker',
    version: /^[^/]+\/(\S+)/.exec(String(headers.server))?.[1] ?? '',
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
  };
}
