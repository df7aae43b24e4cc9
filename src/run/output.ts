import type { Readable } from 'node:stream';
import type { Emit, OutputStream } from '../events.ts';
import { createAddMaskFilter } from './add-mask.ts';
import type { Masker } from './mask.ts';

/** Told of each chunk, and of the listener it has to wait for. */
export type Heard = (waiting: Promise<void> | undefined) => void;

/** Passes a stream of the action on as masked events, waiting wherever a listener is slow. Resolves when it has ended. */
export async function pumpOutput(
  source: Readable,
  stream: OutputStream,
  {
    masker,
    register,
    emit,
    heard,
  }: {
    readonly masker: Masker;
    readonly register: (value: string) => void;
    readonly emit: Emit;
    readonly heard?: Heard;
  },
): Promise<void> {
  const commands = createAddMaskFilter(register);
  const pass = (chunk: Buffer): Promise<void> | undefined =>
    chunk.length === 0 ? undefined : emit({ name: 'output.written', stream, chunk });
  for await (const chunk of source) {
    const waiting = pass(masker.push(commands.push(chunk as Buffer)));
    heard?.(waiting);
    if (waiting !== undefined) await waiting;
  }
  await pass(masker.push(commands.flush()));
  await pass(masker.flush());
}
