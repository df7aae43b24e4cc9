import { expect, test } from '@jest/globals';
import { formatSignal } from '../../../../src/ui/human/signal.ts';

test.each([
  ['SIGINT', 'SIGINT received', 'SIGINT sent to the action (Ctrl-C again: SIGTERM; a third: SIGKILL)'],
  ['SIGTERM', 'SIGINT received', 'SIGTERM sent to the action (Ctrl-C again: SIGKILL)'],
  ['SIGKILL', 'SIGINT received', 'SIGKILL sent to the action'],
  ['SIGTERM', 'SIGTERM received', 'SIGTERM sent to the action'],
  ['SIGTERM', 'no reaction within 10 s', 'SIGTERM sent to the action: no reaction within 10 s'],
])('%s because of "%s" is told with what comes next', (signal, reason, told) => {
  expect(formatSignal({ signal, reason })).toBe(told);
});
