import { describe, expect, test } from '@jest/globals';
import { checkOwnership, type ForeignFile } from '../../../src/record/index.ts';
import { planAction, type Host } from '../../../src/plan/index.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';
import { recorder } from '../../support/events.ts';
import { block, facts, host, request, workspace } from '../../support/resolved.ts';

const MADE = [{ path: 'made', uid: 0 }];

interface Case {
  readonly container?: { readonly user?: string; readonly docker?: boolean };
  readonly caller?: Partial<Host>;
  readonly endpoint?: string;
  readonly foreign?: readonly ForeignFile[];
}

async function check({ container = {}, caller = {}, endpoint = 'unix:///var/run/docker.sock', foreign = MADE }: Case) {
  const plan = planAction(workspace({ blocks: [block({ container })] }), request(), facts([], { host: host(caller) }));
  const records = new MemoryRecords();
  records.foreign = foreign;
  const { emit, events } = recorder();
  const engine = () => Promise.resolve({ endpoint });
  const noted = await checkOwnership(plan, new Date(0), { records, host: host(caller), emit, engine });
  const [problem] = events.flatMap((event) => (event.name === 'run.warned' ? [event.problem] : []));
  return { noted, problem };
}

describe('files that an action has left to somebody else', () => {
  test.each<[string, Case]>([
    ['it ran as root', { container: { user: 'root' } }],
    ['it ran as another user', { container: { user: '2000:2000' } }],
    ['it had the engine', { container: { docker: true } }],
    ['the engine is rootless', { endpoint: 'unix:///run/user/1000/podman/podman.sock' }],
  ])('are looked for where %s', async (_title, given) => {
    const { noted, problem } = await check(given);
    expect(noted).toEqual({ foreign: ['made'] });
    expect(problem).toMatchObject({
      code: 'FILES_FOREIGN',
      message: 'the action has left files in the workspace that belong to root: made',
      hint: 'sudo chown -hR 1000:1000 /ws/made',
    });
  });

  test.each<[string, Case]>([
    ['the action ran as the caller', {}],
    ['the caller is root', { container: { user: '2000:2000' }, caller: { uid: 0, gid: 0 } }],
  ])('are not looked for where %s', async (_title, given) => {
    expect(await check(given)).toEqual({ noted: {}, problem: undefined });
  });

  test('are no reason for a word when there are none', async () => {
    expect(await check({ container: { user: 'root' }, foreign: [] })).toEqual({ noted: {}, problem: undefined });
  });

  test('are repaired by one command, also when they are many or oddly named', async () => {
    const odd = await check({ container: { user: 'root' }, foreign: [{ path: "it's here", uid: 7 }] });
    expect(odd.problem?.hint).toBe(String.raw`sudo chown -hR 1000:1000 '/ws/it'\''s here'`);
    const foreign = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((path) => ({ path, uid: 0 }));
    const { problem } = await check({ container: { user: 'root' }, foreign });
    expect(problem?.message).toMatch(/belong to root: a, b, c, d, e and 2 more$/);
    expect(problem?.hint).toBe('sudo find /ws -xdev ! -uid 1000 -exec chown -h 1000:1000 {} +');
  });
});
