import type { RunEvents } from '../../events.ts';
import { makeVisible } from './visible.ts';

/** What further Ctrl-C do after each signal of the first. */
const NEXT: Readonly<Record<string, string>> = {
  SIGINT: ' (Ctrl-C again: SIGTERM; a third: SIGKILL)',
  SIGTERM: ' (Ctrl-C again: SIGKILL)',
};

/** One line about a signal that was passed on: what the next Ctrl-C does where one was the reason, else why it was sent. */
export function formatSignal({ signal, reason }: RunEvents['signal.forwarded']): string {
  const sent = `${signal} sent to the action`;
  if (reason === 'SIGINT received') return `${sent}${NEXT[signal] ?? ''}`;
  return reason === `${signal} received` ? sent : `${sent}: ${makeVisible(reason)}`;
}
