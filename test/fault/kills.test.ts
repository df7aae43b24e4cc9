import { afterEach, expect, jest, test } from '@jest/globals';
import Docker from 'dockerode';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import type { RunningCli } from '../support/cli.ts';
import { SOCKET } from '../support/engine.ts';
import { openSocketProxy } from '../support/socket-proxy.ts';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

// 50 in `npm test`, 1,000 in `npm run kills`. KILL_SEED repeats a run: what is killed, and when.
const KILLS = Number(process.env.KILLS ?? 50);
const SEED = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));
const AT_ONCE = 3;
/** The promise is two seconds; a machine that tests keep busy gets a few more to look. */
const LIMIT_MS = 5_000;

jest.setTimeout(60_000 + KILLS * 5_000);
afterEach(closeWorkspaces);

const ACTIONS = {
  plain: 'echo up; sleep 0.3',
  deaf: 'trap "" INT TERM HUP; echo up; sleep 60; sleep 60',
  trapping: 'trap "sleep 60" INT TERM EXIT; echo up; sleep 60',
  talking: 'while :; do echo up; echo err >&2; done',
};
/** Its steps pass their container on. */
const WORKFLOW = 'flow';
const FLOW = `workflows:
  - name: ${WORKFLOW}
    steps:
${Array.from({ length: 20 }, (_, at) => `      - { name: step${at}, block: main, action: short }`).join('\n')}
`;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Kill {
  readonly action: string;
  readonly slow: boolean;
  readonly atMs: number;
}

function chooseKill(random: () => number): Kill {
  const names = [...Object.keys(ACTIONS), WORKFLOW];
  const action = names[Math.floor(random() * names.length)]!;
  const slow = random() < 0.5;
  return { action, slow, atMs: Math.round(random() * (slow ? 1_500 : 700)) };
}

/** Milliseconds until no container of the workspace runs any more; one that was made ahead, and that nobody has come to, gives up by itself after two seconds. */
async function timeEnd(workspace: TestWorkspace): Promise<number> {
  const begin = performance.now();
  const label = [`dev.polycrate.workspace=${workspace.name}`];
  for (;;) {
    const running = await new Docker().listContainers({ filters: { label } });
    const names = running.flatMap(({ Names }) => Names);
    if (names.length === 0) break;
    if (performance.now() - begin > LIMIT_MS) throw new Error(`${names.join()} still runs after ${LIMIT_MS} ms`);
    await sleep(25);
  }
  return performance.now() - begin;
}

/** What was made and never started is for a later run to sweep. An engine that is still making one has it a moment later. */
async function removeNeverStarted(workspace: TestWorkspace): Promise<void> {
  const label = [`dev.polycrate.workspace=${workspace.name}`];
  for (const end = performance.now() + 2 * LIMIT_MS; performance.now() < end; await sleep(100)) {
    for (const { Id } of await new Docker().listContainers({ filters: { label, status: ['created'] }, all: true })) {
      await new Docker()
        .getContainer(Id)
        .remove({ force: true })
        .catch(() => undefined);
    }
    if ((await workspace.containers()).length === 0) return;
  }
}

/** One that has ended by itself in time cannot be killed. */
function killIfThere(running: RunningCli): void {
  try {
    running.signal('SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function killOften(kills: readonly Kill[]): Promise<readonly number[]> {
  const workspace = await createScripts({ ...ACTIONS, short: 'true', next: 'echo free' }, FLOW);
  const socket = path.join(workspace.directory, 'engine.sock');
  await using _ = await openSocketProxy(socket, SOCKET, { delayMs: 25 });
  const times: number[] = [];
  for (const { action, slow, atMs } of kills) {
    const options = slow ? { env: { DOCKER_HOST: `unix://${socket}` } } : {};
    const asked = action === WORKFLOW ? [action] : ['main', action];
    const running = await workspace.start(['run', ...asked], options);
    await sleep(atMs);
    killIfThere(running);
    await running.finished;
    times.push(await timeEnd(workspace));
    const next = await workspace.polycrate('run', 'main', 'next');
    expect({ action, slow, atMs, ...next }).toMatchObject({ code: 0, stdout: 'free\n' });
  }
  const { stdout } = await workspace.polycrate('logs', 'list', '--limit', String(kills.length * 25), '-o', 'json');
  const records = JSON.parse(stdout) as { action: string; state: string }[];
  const states = records.filter(({ action }) => action !== 'next').map(({ state }) => state);
  // One that had ended by itself says so.
  expect(states.filter((state) => state !== 'interrupted' && state !== 'succeeded')).toEqual([]);
  expect(records.filter(({ action }) => action === 'next').map(({ state }) => state)).toEqual(
    kills.map(() => 'succeeded'),
  );
  // One made ahead of the last run, and not used, may still wait for its job.
  await timeEnd(workspace);
  await removeNeverStarted(workspace);
  return times;
}

test(`${KILLS} times kill -9 at random moments leave no container, no lock in the way, and records that tell of it`, async () => {
  const random = createRandom(SEED);
  const kills = Array.from({ length: KILLS }, () => chooseKill(random));
  try {
    const parts = Array.from({ length: AT_ONCE }, (_part, index) =>
      kills.filter((_kill, at) => at % AT_ONCE === index),
    );
    const times = (await Promise.all(parts.map(killOften))).flat();
    const worst = Math.round(Math.max(...times));
    process.stderr.write(`${KILLS} kills with KILL_SEED=${SEED}: all containers gone, the slowest after ${worst} ms\n`);
  } catch (error) {
    process.stderr.write(`repeat with KILL_SEED=${SEED} KILLS=${KILLS}\n`);
    throw error;
  }
});

const sleep = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
