import { randomUUID } from 'node:crypto';
import { request, type RequestOptions } from 'node:http';
import { performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { PbfReader, PbfWriter } from 'pbf';
import { Problem } from '../../../errors.ts';

/** What a build may ask for by its id; undefined where there is no such secret. */
export type Secrets = ReadonlyMap<string, Buffer | undefined>;

/** A session that a build of that id may ask; disposing it ends the connection. */
export interface BuildSession extends Disposable {
  readonly id: string;
}

const GET_SECRET = '/moby.buildkit.secrets.v1.Secrets/GetSecret';
const CHECK = '/grpc.health.v1.Health/Check';

const OK = '0';
const NOT_FOUND = '5';
const UNIMPLEMENTED = '12';

/**
 * Opens a session of BuildKit: a connection on which the engine asks us, by gRPC, for secrets as the steps that mount them run. They lie in
 * memory there, and get into neither layers nor the cache. The engine also asks whether we are well, and newer ones end builds that are not
 * answered. See moby/buildkit, session/grpc.go and session/secrets/secrets.proto.
 */
export async function openSession(route: RequestOptions, secrets: Secrets, signal: AbortSignal): Promise<BuildSession> {
  const id = randomUUID().replaceAll('-', '');
  const socket = await hijack(route, id, signal);
  const session: ServerHttp2Session = performServerHandshake(socket);
  session.on('error', () => undefined);
  session.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    void answer(stream, headers[':path'] ?? '', secrets);
  });
  return {
    id,
    [Symbol.dispose]() {
      session.destroy();
      socket.destroy();
    },
  };
}

function hijack(route: RequestOptions, id: string, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const asked = request({
      ...route,
      method: 'POST',
      path: '/session',
      headers: {
        Host: 'engine',
        Connection: 'Upgrade',
        Upgrade: 'h2c',
        'X-Docker-Expose-Session-Uuid': id,
        'X-Docker-Expose-Session-Name': 'polycrate',
        'X-Docker-Expose-Session-Sharedkey': '',
        'X-Docker-Expose-Session-Grpc-Method': [GET_SECRET, CHECK],
      },
      signal,
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      response.resume();
      reject(new Problem('ENGINE_FAILED', `the engine opens no session: ${String(response.statusCode)}`));
    });
    asked.on('upgrade', (_response, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.end();
  });
}

/** One call of gRPC over HTTP/2: a message comes in, a message or a status goes out. */
async function answer(stream: ServerHttp2Stream, path: string, secrets: Secrets): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  // Five bytes say how it is packed and how long it is.
  const message = Buffer.concat(chunks).subarray(5);
  const reply = path === CHECK ? SERVING : path === GET_SECRET ? findSecret(message, secrets) : undefined;
  const status = reply !== undefined ? OK : path === GET_SECRET ? NOT_FOUND : UNIMPLEMENTED;
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': status });
  });
  stream.end(reply === undefined ? undefined : framed(reply));
}

/** HealthCheckResponse{status: SERVING}. */
const SERVING = Buffer.from([0x08, 0x01]);

/** GetSecretRequest{ID} → GetSecretResponse{data}. */
function findSecret(message: Buffer, secrets: Secrets): Uint8Array | undefined {
  let id = '';
  new PbfReader(message).readFields((field, _none, reader) => {
    if (field === 1) id = reader.readString();
  }, undefined);
  const value = secrets.get(id);
  if (value === undefined) return undefined;
  const writer = new PbfWriter();
  writer.writeBytesField(1, value);
  return writer.finish();
}

function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
