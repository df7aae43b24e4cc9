import type { Readable } from 'node:stream';
import type { Emit, OutputStream } from '../events.ts';
import type { Masker } from './mask.ts';

/** Passes a stream of the action on as masked events, waiting wherever a listener is slow. Resolves when it has ended. */
export async function pumpOutput(
  source: Readable,
  stream: OutputStream,
  { masker, emit }: { readonly masker: Masker; readonly emit: Emit },
): Promise<void> {
  const pass = (chunk: Buffer): Promise<void> | undefined =>
    chunk.length === 0 ? undefined : emit({ name: 'output.written', stream, chunk });
  for await (const chunk of source) {
    const waiting = pass(masker.push(chunk as Buffer));
    if (waiting !== undefined) await waiting;
  }
  await pass(masker.flush());
}
