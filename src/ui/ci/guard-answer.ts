import type { Sink } from '../sink.ts';
import type { View } from '../view.ts';
import type { Marks } from './marks.ts';

/**
 * Where an answer is written: what a record holds is kept from being taken for commands, as it was when the action printed it. Texts of ours and documents
 * for programs stay as they are.
 */
export function guardAnswer(view: View, sink: Sink, marks: Pick<Marks, 'pass'>): Sink {
  if (view.kind === 'text' && (typeof view.text === 'string' || view.isDocument === true)) return sink;
  return { ...sink, write: (chunk) => sink.write(marks.pass('stdout', Buffer.from(chunk))) };
}
