import { describe, expect, test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import { jobOf } from '../../../src/run/job.ts';
import { action, block, facts, request, workspace } from '../../support/resolved.ts';

describe('a job', () => {
  const size = { columns: 80, rows: 24 };
  const stdinOf = (interactive: boolean, terminal?: typeof size): boolean => {
    const subject = workspace({ blocks: [block({ actions: [action({ interactive })] })] });
    return jobOf(planAction(subject, request(), facts()), terminal).stdin;
  };

  test.each([
    ['on a terminal', false, size, true],
    ['of an interactive action on a terminal', true, size, true],
    ['of an interactive action without one', true, undefined, true],
    ['of any other action without one', false, undefined, false],
  ])('%s', (_title, interactive, terminal, expected) => {
    expect(stdinOf(interactive, terminal)).toBe(expected);
  });
});
