import type { Emit, RunEvents } from '../../events.ts';

const STEP = 64 * 1024 * 1024;

/** The same bytes, telling how far it is every 64 MB. */
export async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  {
    emit,
    from = 0,
    ...what
  }: Omit<RunEvents['bundle.progressed'], 'bytes'> & { readonly emit: Emit; readonly from?: number },
): AsyncGenerator<Uint8Array> {
  let bytes = from;
  let told = -Infinity;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes - told >= STEP) {
      told = bytes;
      await emit({ name: 'bundle.progressed', ...what, bytes });
    }
    yield chunk;
  }
}
