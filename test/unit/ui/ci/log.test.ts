import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../../../../src/errors.ts';
import type { RunState } from '../../../../src/events.ts';
import type { Renderer } from '../../../../src/ui/index.ts';
import { expectGolden } from '../../../support/golden.ts';
import { createTestRenderer, output, planned, TRANSACTION } from '../../../support/rendering.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polycrate-ci-'));
  jest.useFakeTimers({ now: 1_800_000_000_000, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true });
});

const place = { file: '/work/shop/blocks/servers/block.poly', line: 14, column: 7 };
const ended = (state: RunState, exitCode: number, durationMs: number, transaction = TRANSACTION) => ({
  transaction,
  state,
  exitCode,
  durationMs,
});

async function tellRun(renderer: Renderer): Promise<void> {
  const reference = 'polycrate/toolchain:0.1.0';
  await renderer.event({ name: 'image.buildStarted', reference, reason: 'the registry does not answer' });
  await renderer.event({ name: 'image.buildProgressed', step: 'compile helm', state: 'done', elapsedMs: 200 });
  await renderer.event({ name: 'image.ready', reference, digest: 'sha256:01' });
  await renderer.event(planned);
  await renderer.event(output('TASK [install]\nfatal: 50% of it\n'));
  await renderer.event({ name: 'run.finished', ...ended('failed', 2, 820), place });
}

async function tellWorkflow(renderer: Renderer): Promise<void> {
  const steps = [
    { step: 'provision', block: 'servers', action: 'apply', state: 'succeeded', exitCode: 0 },
    { step: 'lint', block: 'servers', action: 'lint', state: 'failure allowed', exitCode: 1 },
    { step: 'configure', block: 'configure-servers', action: 'install', state: 'failed', exitCode: 4 },
    { step: 'smoke-test', block: 'servers', action: 'test', state: 'skipped' },
  ] as const;
  await renderer.event({ name: 'workflow.started', transaction: TRANSACTION, workflow: 'deploy', steps: 4 });
  for (const [at, { step, block, action, state, ...rest }] of steps.slice(0, 3).entries()) {
    const transaction = `aaaaaaa${String(at)}`;
    const ownState = state === 'succeeded' ? state : 'failed';
    const started = { transaction: TRANSACTION, step, block, action, index: at + 1, steps: 4 };
    await renderer.event({ name: 'workflow.stepStarted', ...started });
    await renderer.event({ ...planned, transaction, block, action, workflow: 'deploy', step });
    await renderer.event(output(`\u001b[31mwhat ${step} says\u001b[0m\n`));
    const exitCode = 'exitCode' in rest ? rest.exitCode : 0;
    await renderer.event({
      name: 'run.finished',
      ...ended(ownState, exitCode, 61_000, transaction),
      ...(ownState === 'failed' ? { place } : {}),
    });
  }
  await renderer.event({
    name: 'workflow.finished',
    ...ended('failed', 4, 73_400),
    cause: 'step configure failed',
    workflow: 'deploy',
    steps: steps.map((step, at) => ({
      ...step,
      ...(at < 3 ? { transaction: `aaaaaaa${String(at)}`, durationMs: 61_000 } : {}),
    })),
  });
}

async function show(env: Record<string, string>, tell: (renderer: Renderer) => Promise<void>): Promise<string> {
  const { renderer, streams } = createTestRenderer({ env, isOneScreen: true });
  await tell(renderer);
  await renderer.close();
  return streams.text.stdout();
}

describe('a log in CI', () => {
  test.each([
    ['github', { GITHUB_ACTIONS: 'true' }],
    ['gitlab', { GITLAB_CI: 'true' }],
    ['plain', { CI: 'true' }],
  ])('of %s', async (name, env) => {
    const file = join(folder, 'summary.md');
    const all = { ...env, GITHUB_STEP_SUMMARY: file };
    const [run, workflow] = [await show(all, tellRun), await show(all, tellWorkflow)];
    const summary = name === 'github' ? `=== summary ===\n${readFileSync(file, 'utf8')}` : '';
    expectGolden(`ui/ci-${name}.txt`, `=== run ===\n${run}=== workflow ===\n${workflow}${summary}`);
  });

  test('has no open group when something goes wrong within a step', async () => {
    const shown = await show({ GITHUB_ACTIONS: 'true' }, async (renderer) => {
      const step = { transaction: TRANSACTION, step: 'one', block: 'b', action: 'a', index: 1, steps: 2 };
      await renderer.event({ name: 'workflow.stepStarted', ...step });
      await renderer.event({ ...planned, workflow: 'deploy', step: 'one' });
      await renderer.event(output('::set-output name=x::y\n'));
      await renderer.problem(new Problem('ENGINE_LOST', 'the engine, 100% gone', { hint: 'start it' }));
    });
    expect(shown.replaceAll(/polycrate-[0-9a-f]{24}/g, 'TOKEN')).toBe(
      [
        '::group::[1/2] one  b/a',
        '::stop-commands::TOKEN',
        '::set-output name=x::y',
        '::TOKEN::',
        '::endgroup::',
        'error[ENGINE_LOST] the engine, 100% gone',
        'hint  start it',
        '::error title=ENGINE_LOST::the engine, 100%25 gone%0Ahint: start it',
        '',
      ].join('\n'),
    );
  });

  test('has ten annotations at most', async () => {
    const shown = await show({ GITHUB_ACTIONS: 'true' }, async (renderer) => {
      for (let at = 0; at < 12; at += 1) {
        await renderer.event({ name: 'run.warned', problem: new Problem('KEY_IDLE', `key ${String(at)}`) });
      }
    });
    expect(shown.match(/^::warning/gm)).toHaveLength(10);
  });
});
