// What the engine alone needs for containers in a row: made, started, given one line and read to the first output, by requests and nothing else.
import { request } from 'node:http';

const AHEAD = 3;

/** Milliseconds for each of `count` containers like the one of a plan, up to three of them ahead. */
export async function bareEngine({ socketPath, image, plan, count }) {
  const body = JSON.stringify(describe(image, plan));
  const waiting = [];
  const begun = performance.now();
  for (let number = 0; number < count; number += 1) {
    while (waiting.length < AHEAD && number + waiting.length < count) waiting.push(make(socketPath, body));
    const line = await waiting.shift();
    const heard = new Promise((resolve, reject) => line.once('data', resolve).once('error', reject));
    line.write('go\n');
    await heard;
  }
  return (performance.now() - begun) / count;
}

function describe(image, { mounts, user }) {
  return {
    Image: image,
    Entrypoint: ['bash', '-c', 'read -r word; echo "$word"'],
    User: `${user.uid}:${user.gid}`,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'host',
      LogConfig: { Type: 'none', Config: {} },
      Mounts: mounts.map(({ source, target, readOnly }) => ({
        Type: 'bind',
        Source: source,
        Target: target,
        ReadOnly: readOnly,
      })),
    },
  };
}

async function make(socketPath, body) {
  const { Id } = JSON.parse(await ask(socketPath, '/containers/create', body));
  const [line] = await Promise.all([attach(socketPath, Id), ask(socketPath, `/containers/${Id}/start`)]);
  return line;
}

function ask(socketPath, path, body = '') {
  const headers = { Host: 'engine', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      answer.on('end', () => (answer.statusCode < 400 ? resolve(text) : reject(new Error(`${path}: ${text}`))));
    });
    asked.on('error', reject).end(body);
  });
}

function attach(socketPath, id) {
  const headers = { Host: 'engine', Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': '0' };
  const path = `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method: 'POST', headers });
    asked.on('upgrade', (_answer, socket) => resolve(socket)).on('error', reject);
    asked.end();
  });
}
