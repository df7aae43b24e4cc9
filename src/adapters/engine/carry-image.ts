import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Problem } from '../../errors.ts';
import { askEngine, beginAnswer } from './ask.ts';
import type { Connection } from './connection.ts';
import { describeFailure, describeInterruption, refusalIn } from './failures.ts';
import { withinPatience } from './patience.ts';
import { repositoryAndTag } from './names.ts';

/** See ContainerEngine.exportImage. By id and not by name, so that loading it moves no name (Engine API, GET /images/get). */
export async function exportImage(connection: Connection, id: string, signal: AbortSignal): Promise<Readable> {
  const { endpoint } = connection;
  const doing = `exporting the image ${id}`;
  if (signal.aborted) throw describeInterruption(doing);
  // It writes the whole image to its own disk before the first byte comes, so its silence says nothing.
  const question = { method: 'GET', path: '/images/get', query: { names: id } } as const;
  return beginAnswer(connection, question).catch((error: unknown) => {
    throw describeFailure(error, { doing, endpoint });
  });
}

/** See ContainerEngine.loadImage (Engine API, POST /images/load). */
export async function loadImage(
  connection: Connection,
  archive: Readable,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { endpoint } = connection;
  const undertaking = { doing: 'loading an image', endpoint };
  try {
    signal.throwIfAborted();
    const { isPodman = false } = await connection.hostFacts();
    const sent = isPodman ? await decompress(archive) : archive;
    return readLoaded(await sendArchive(connection, sent, signal), endpoint);
  } catch (error) {
    if (signal.aborted) throw describeInterruption(undertaking.doing, 'it is not there; load the bundle again');
    throw describeFailure(error, undertaking);
  }
}

/** See ContainerEngine.tagImage. */
export async function tagImage(connection: Connection, id: string, name: string): Promise<void> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: `naming the image ${id} ${name}`, endpoint };
  const question = { method: 'POST', path: `/images/${id}/tag`, query: repositoryAndTag(name) } as const;
  await withinPatience(askEngine(connection, question), { undertaking, answerMs }).catch((error: unknown) => {
    throw describeFailure(error, undertaking);
  });
}

/** Podman takes no compressed archive through its API, Docker takes both. */
async function decompress(archive: Readable): Promise<Readable> {
  await once(archive, 'readable');
  const head = archive.read() as Buffer | null;
  if (head !== null) archive.unshift(head);
  if (head?.[0] !== GZIP) return archive;
  const plain = createGunzip();
  // What goes wrong before it goes wrong in it, too.
  pipeline(archive, plain).catch(() => undefined);
  return plain;
}

/** The first byte of what gzip has made (RFC 1952). */
const GZIP = 0x1f;

/** The engine's answer to the whole of `archive`; it may come before the end, when it has had enough. */
async function sendArchive(
  { route, prefix, endpoint }: Connection,
  archive: Readable,
  signal: AbortSignal,
): Promise<string> {
  const asked = request({
    ...route.options,
    agent: route.agent,
    method: 'POST',
    path: `${prefix}/images/load?quiet=1`,
    headers: { Host: 'engine', 'Content-Type': 'application/x-tar', 'Transfer-Encoding': 'chunked' },
    signal,
  } as RequestOptions);
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve);
    asked.on('error', reject);
  });
  const sending = pipeline(archive, asked);
  sending.catch(() => undefined);
  const answer = await answered.catch(async (error: unknown) => {
    // What went wrong with the archive explains what went wrong with the request.
    await sending;
    throw error;
  });
  const text = await readText(answer);
  const { statusCode = 0 } = answer;
  if (statusCode >= 200 && statusCode < 300) return text;
  throw describeRefusedImage(refusalIn(text), endpoint);
}

/** The answer is a line of JSON for each thing it has to say, an error among them although its status is 200. */
function readLoaded(answer: string, endpoint: string): readonly string[] {
  return answer.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const { stream = '', error } = JSON.parse(line) as { readonly stream?: string; readonly error?: string };
    if (error !== undefined) throw describeRefusedImage(error, endpoint);
    const id = /^Loaded image(?: ID)?: (\S+)/.exec(stream)?.[1];
    return id === undefined ? [] : [id];
  });
}

function describeRefusedImage(said: string, endpoint: string): Problem {
  const isFull = /no space left|quota exceeded/i.test(said);
  return new Problem('ENGINE_FAILED', `The engine at ${endpoint} did not take the image: ${said}`, {
    hint: isFull
      ? 'docker system df   (its disk is full; nothing was loaded)'
      : 'sudo journalctl -u docker -n 50   (nothing was loaded)',
  });
}
