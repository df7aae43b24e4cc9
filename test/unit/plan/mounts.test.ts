import { describe, expect, test } from '@jest/globals';
import { parseMounts, requireSources } from '../../../src/plan/mounts.ts';
import { catchProblem } from '../../support/problems.ts';

const parse = (...entries: string[]) => parseMounts(entries, '/ws', '/home/ada');

describe('a mount', () => {
  test.each([
    ['/data:/data', { source: '/data', target: '/data', readOnly: false }],
    ['./seed:/seed:ro', { source: '/ws/seed', target: '/seed', readOnly: true }],
    ['../x:/x:rw', { source: '/x', target: '/x', readOnly: false }],
    ['~/.aws:/aws', { source: '/home/ada/.aws', target: '/aws', readOnly: false }],
  ])('%s is read', (entry, mount) => {
    expect(parse(entry)).toEqual([mount]);
  });

  test.each(['/data', '/data:relative', '/a:/b:maybe', ':/b', '/a:/b:ro:x'])('%s is refused by name', (entry) => {
    const problem = catchProblem(() => parse(entry));
    expect(problem.code).toBe('MOUNT_INVALID');
    expect(problem.message).toBe(`mount "${entry}" is not HOST:CONTAINER[:ro], with an absolute path in the container`);
  });

  test('whose source is missing is a problem before an engine could create it', () => {
    const problem = catchProblem(() => {
      requireSources(parse('./seed:/seed'), new Set());
    });
    expect(problem.code).toBe('MOUNT_SOURCE_MISSING');
    expect(problem.message).toBe('nothing is at /ws/seed, which is to be mounted at /seed');
    expect(problem.hint).toBe('create it (mkdir -p /ws/seed) or correct extramounts / --mount');
  });
});
