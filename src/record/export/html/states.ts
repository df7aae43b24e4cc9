/** The states a page tells apart by colour and sign; in words it has them all. */
export type PageState = 'good' | 'bad' | 'warned' | 'stopped' | 'skipped' | 'running' | 'phase';

export const SIGN: Readonly<Record<PageState, string>> = {
  good: '✔',
  bad: '✖',
  warned: '!',
  stopped: '■',
  skipped: '–',
  running: '…',
  phase: '',
};

const OF: Readonly<Record<string, PageState>> = {
  succeeded: 'good',
  failed: 'bad',
  'timed-out': 'bad',
  cancelled: 'stopped',
  interrupted: 'stopped',
  'failure allowed': 'warned',
  skipped: 'skipped',
  running: 'running',
  phase: 'phase',
};

export function stateOf(state: string): PageState {
  return OF[state] ?? 'stopped';
}
