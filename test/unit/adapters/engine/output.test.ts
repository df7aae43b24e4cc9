import { expect, test } from '@jest/globals';
import { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { splitOutput } from '../../../../src/adapters/engine/output.ts';

/** A piece of one stream as engines send it: see "Stream format" of the Engine API's attach. */
function frame(stream: 1 | 2, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

const sendNothing = (_chunk: unknown, _encoding: unknown, done: () => void): void => {
  done();
};

test('hears the end of a stream although the other one has ended with more than its reader has taken', async () => {
  const socket = new Duplex({ read: () => undefined, write: sendNothing });
  const output = splitOutput(socket, 'token');
  const mark = Buffer.from('\0token 0\n');
  const much = Buffer.alloc(300 * 1024, 'x');
  socket.push(frame(1, Buffer.concat([much, mark])));
  await new Promise((resolve) => setImmediate(resolve));
  socket.push(frame(2, mark));
  await expect(output.status).resolves.toBe(0);
  const [stdout, stderr] = await Promise.all([buffer(output.stdout), buffer(output.stderr)]);
  expect({ stdout: stdout.equals(much), stderr: stderr.length }).toEqual({ stdout: true, stderr: 0 });
});
