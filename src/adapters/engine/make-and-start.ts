import { connect } from 'node:net';

/** A container on its way. */
export interface Making {
  /** Its id, once it is there; empty when the engine refuses or hangs up without saying one. Never rejects. */
  readonly id: Promise<string>;
  /** Resolves when everything has left this process, which may end then; rejects when nobody listens. */
  readonly sent: Promise<void>;
  /** Has it removed, once it is there; resolves when the order has left this process. Never rejects, and waits for an engine only briefly. */
  remove(): Promise<void>;
}

/** A container takes a tenth of a second; one that takes longer than this ends by itself. */
const REMOVE_WITHIN_MS = 500;

/**
 * Has the engine at a socket make a container called `name` and start it, without a word in between: both orders are sent at once, one
 * behind the other on one connection (RFC 9112, 9.3.2, pipelining), since the name is known before the id. Not by node:http, which does no
 * such thing and takes longer to load than this takes to send. That the start went well is seen when somebody attaches.
 */
export function makeAndStart(socketPath: string, name: string, description: string): Making {
  const socket = connect(socketPath);
  const id = new Promise<string>((resolve) => {
    let said = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      said += text;
      const [, made] = /^HTTP\/1\.1 201 [^]*?"Id": ?"([0-9a-f]{64})"/.exec(said) ?? [];
      if (made !== undefined) resolve(made);
      else if (!isPromising(said)) resolve('');
    });
    socket.on('close', () => {
      resolve('');
    });
  });
  const sent = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    const orders = [
      order('POST', `/containers/create?name=${name}`, description),
      order('POST', `/containers/${name}/start`),
      // Engines look out for callers that have gone while they work, and may then give up; as long as there is more to read they do not.
      order('GET', '/_ping', '', ['Connection: close']),
    ];
    socket.write(orders.join(''), () => {
      resolve();
    });
  });
  sent.catch(() => undefined);
  const remove = async (): Promise<void> => {
    const made = await within(REMOVE_WITHIN_MS, id);
    if (made) await within(REMOVE_WITHIN_MS, orderRemoval(socketPath, made));
  };
  return { id, sent, remove };
}

const CREATED = 'HTTP/1.1 201 ';

/** False once what has come cannot become the answer that the container is there: nobody has to wait for the end of it. */
const isPromising = (said: string): boolean => CREATED.startsWith(said.slice(0, CREATED.length));

/** Resolves also when nobody listens any more: what waits there for a job gives up soon. */
function orderRemoval(socketPath: string, id: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.on('error', () => {
      resolve();
    });
    const orders = [
      order('DELETE', `/containers/${id}?force=1&v=1`),
      order('GET', '/_ping', '', ['Connection: close']),
    ];
    socket.write(orders.join(''), () => {
      resolve();
    });
  });
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  return Promise.race([work, end]).finally(() => {
    clearTimeout(timer);
  });
}

const order = (method: string, path: string, body = '', headers: readonly string[] = []): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: engine',
    ...headers,
    'Content-Type: application/json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    '',
    body,
  ].join('\r\n');
