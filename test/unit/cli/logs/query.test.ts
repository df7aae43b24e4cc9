import { expect, test } from '@jest/globals';
import { queryOf, type RecordFilters } from '../../../../src/cli/commands/logs/query.ts';

const NONE: RecordFilters = { block: [], action: [], workflow: [], state: [], label: [], user: [] };
const ask = (filters: Partial<RecordFilters>) =>
  queryOf({ ...NONE, ...filters }, { steps: true, now: new Date('2026-11-23T12:00:00Z') });

test.each([
  ['web', ['"block":"web"']],
  ['web*', ['"block":"web']],
  ['*no-such*', ['"block":"', 'no-such']],
  ['a?b*"quoted"', ['"block":"a', '\\"quoted\\"']],
  ['*ab*', ['"block":"']],
])('of --block %s what must stand in an index is looked for before anything is parsed', (glob, traces) => {
  expect(ask({ block: [glob] }).traces).toEqual(traces);
});

test('of users, who have three names, only what is long enough to be rare', () => {
  expect(ask({ user: ['*@example.org'] }).traces).toEqual(['@example.org']);
  expect(ask({ user: ['a*'] }).traces).toEqual([]);
  expect(ask({ user: ['ada', 'grace'] }).traces).toEqual([]);
});
