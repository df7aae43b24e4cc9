import { describe, expect, test } from '@jest/globals';
import { findCiJob } from '../../../../src/ui/ci/job.ts';

const ACTIONS = { CI: 'true', GITHUB_ACTIONS: 'true' };

describe('the CI job', () => {
  test.each([
    [{}, undefined],
    [{ CI: 'false' }, undefined],
    [{ CI: '1' }, { system: 'plain' }],
    [{ CI: 'true', GITLAB_CI: 'true' }, { system: 'gitlab' }],
    [ACTIONS, { system: 'github' }],
    [
      { ...ACTIONS, GITHUB_WORKSPACE: '/w', GITHUB_STEP_SUMMARY: '/s' },
      { system: 'github', root: '/w', summary: '/s' },
    ],
    [{ ...ACTIONS, POLYCRATE_CI: 'plain' }, { system: 'plain' }],
    [{ ...ACTIONS, POLYCRATE_CI: 'off' }, undefined],
    [{ POLYCRATE_CI: 'gitlab' }, { system: 'gitlab' }],
    [{ CI: 'true', POLYCRATE_CI: 'jenkins' }, { system: 'plain' }],
  ] as [Record<string, string>, object | undefined][])('of %j is %j', (env, expected) => {
    expect(findCiJob(env)).toEqual(expected);
  });
});
