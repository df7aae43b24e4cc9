import { afterEach, beforeEach, describe, jest, test } from '@jest/globals';
import { Problem } from '../../../../src/errors.ts';
import type { RunEvents, RunState } from '../../../../src/events.ts';
import { details, page, table, text } from '../../../../src/ui/index.ts';
import { expectGolden } from '../../../support/golden.ts';
import { createTestRenderer, output, planned, renderEverywhere, TRANSACTION } from '../../../support/rendering.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const ended = (
  state: RunState,
  exitCode: number,
  durationMs: number,
): { transaction: string; state: RunState; exitCode: number; durationMs: number } => ({
  transaction: TRANSACTION,
  state,
  exitCode,
  durationMs,
});

const WIDE_STEPS = [
  ['provision-the-network-and-the-servers', 'succeeded', 0],
  ['configure', 'timed-out', 124],
  ['tell-everybody-about-it', 'failure allowed', 2],
  ['smoke-test', 'skipped', undefined],
].map(([step, state, exitCode]) => ({
  step,
  block: 'servers',
  action: 'apply',
  state,
  ...(exitCode === undefined ? {} : { exitCode, durationMs: 61_000, transaction: `${TRANSACTION.slice(0, -1)}1` }),
})) as RunEvents['workflow.finished']['steps'];

describe('what a person sees', () => {
  test('of a run that goes well, and of what it changed', async () => {
    const shown = await renderEverywhere(async (renderer) => {
      await renderer.event(planned);
      await renderer.event(output('PLAY [all]\nchanged=3\n'));
      const artifacts = {
        created: ['inventory.yml', 'a', 'b', 'c', 'd', 'e', 'f'],
        changed: ['outputs.json'],
        deleted: [],
      };
      await renderer.event({ name: 'run.finished', ...ended('succeeded', 0, 4230), artifacts });
    });
    expectGolden('ui/run.txt', shown);
  });

  test('of a run that ends otherwise, also in the middle of a line', async () => {
    const shown = await renderEverywhere(async (renderer) => {
      await renderer.event({ ...planned, image: `localhost:5000/toolchain@sha256:${'0123456789abcdef'.repeat(4)}` });
      await renderer.event(output('half a li'));
      const place = { file: '/work/shop/blocks/servers/block.poly', line: 14, column: 7 };
      await renderer.event({ name: 'run.finished', ...ended('failed', 3, 820), place });
      await renderer.event({
        name: 'run.finished',
        ...ended('timed-out', 124, 65_000),
        cause: 'no end after its timeout of 65 s',
      });
      await renderer.event({ name: 'signal.forwarded', signal: 'SIGINT', reason: 'SIGINT received' });
      await renderer.event({ name: 'run.finished', ...ended('cancelled', 130, 3_725_000) });
    });
    expectGolden('ui/run-failures.txt', shown);
  });

  test('of a run with --verbose', async () => {
    const shown = await renderEverywhere(
      async (renderer) => {
        await renderer.event(planned);
        await renderer.event({ name: 'engine.found', endpoint: 'unix:///var/run/docker.sock' });
        await renderer.event({ name: 'image.ready', reference: planned.image, digest: 'sha256:0123456789abcdef' });
        await renderer.event({ name: 'container.started', id: '0123456789abcdef', container: 'polycrate-3f2a9c1d' });
        await renderer.problem(new Problem('ENGINE_LOST', 'the engine went away', { cause: 'socket hang up' }));
      },
      { isVerbose: true },
    );
    expectGolden('ui/run-verbose.txt', shown);
  });

  test('of a workflow', async () => {
    const shown = await renderEverywhere(async (renderer) => {
      const step = { transaction: TRANSACTION, steps: 3 };
      await renderer.event({ name: 'workflow.started', transaction: TRANSACTION, workflow: 'deploy', steps: 3 });
      await renderer.event({
        name: 'workflow.stepStarted',
        ...step,
        step: 'provision',
        index: 1,
        block: 'servers',
        action: 'apply',
      });
      await renderer.event({ ...planned, transaction: 'aaaaaaaa-1', workflow: 'deploy', step: 'provision' });
      await renderer.event(output('Apply complete!\n'));
      await renderer.event({ name: 'run.finished', ...ended('succeeded', 0, 12_345), transaction: 'aaaaaaaa-1' });
      await renderer.event({
        name: 'workflow.stepStarted',
        ...step,
        step: 'configure the servers',
        index: 2,
        block: 'configure-servers',
        action: 'install',
      });
      await renderer.event({
        ...planned,
        transaction: 'bbbbbbbb-1',
        workflow: 'deploy',
        step: 'configure the servers',
      });
      await renderer.event(output('unreachable\n', 'stderr'));
      await renderer.event({ name: 'run.finished', ...ended('failed', 4, 61_000), transaction: 'bbbbbbbb-1' });
      await renderer.event({
        name: 'workflow.finished',
        ...ended('failed', 4, 73_400),
        cause: 'step configure the servers failed',
        workflow: 'deploy',
        steps: [
          {
            step: 'provision',
            block: 'servers',
            action: 'apply',
            state: 'succeeded',
            exitCode: 0,
            durationMs: 12_345,
            transaction: 'aaaaaaaa-1',
          },
          {
            step: 'lint',
            block: 'servers',
            action: 'lint',
            state: 'failure allowed',
            exitCode: 2,
            durationMs: 90,
            transaction: 'cccccccc-1',
          },
          {
            step: 'configure the servers',
            block: 'configure-servers',
            action: 'install',
            state: 'failed',
            exitCode: 4,
            durationMs: 61_000,
            transaction: 'bbbbbbbb-1',
          },
          { step: 'smoke-test', block: 'servers', action: 'test', state: 'skipped' },
        ],
      });
    });
    expectGolden('ui/workflow.txt', shown);
  });

  test('of a shell, and of a command by hand that is cut off', async () => {
    const shown = await renderEverywhere(async (renderer) => {
      await renderer.event({ ...planned, block: '', action: 'shell', byHand: 'shell' });
      await renderer.event(output('acme /workspace $ exit\n'));
      const artifacts = { created: ['notes.txt'], changed: [], deleted: [] };
      await renderer.event({ name: 'run.finished', ...ended('failed', 1, 192_000), artifacts });
      await renderer.event({ ...planned, action: 'exec', byHand: 'exec' });
      await renderer.event(output('one\n'));
      await renderer.event({ name: 'run.finished', ...ended('failed', 1, 12) });
      await renderer.event({ ...planned, action: 'exec', byHand: 'exec' });
      await renderer.event({ name: 'run.finished', ...ended('cancelled', 130, 12), cause: 'cancelled by SIGINT' });
    });
    expectGolden('ui/by-hand.txt', shown);
  });

  test('of a workflow on terminals of every width', async () => {
    const shown: string[] = [];
    for (const columns of [40, 60, 100, 200]) {
      const { renderer, streams } = createTestRenderer({ columns, isOneScreen: true });
      await renderer.event({
        name: 'workflow.finished',
        ...ended('failed', 4, 73_400),
        workflow: 'w',
        steps: WIDE_STEPS,
      });
      await renderer.close();
      shown.push(`=== ${String(columns)} columns ===\n${streams.text.stdout()}`);
    }
    expectGolden('ui/widths.txt', shown.join(''));
  });

  test('of texts in other scripts, whose columns stay straight', async () => {
    const texts = [
      'שלום עולם, the right-to-left one',
      '数据库 with 中文 beside',
      '👩‍👩‍👧‍👦 family 🏳️‍🌈 flag',
      'e\u0301te\u0301 combined',
      'ไทย vowels',
    ];
    const list = table({
      rows: texts.map((description, at) => ({ name: `block-${String(at)}`, description, kind: 'generic' })),
      empty: '',
      columns: [
        { title: 'name', value: ({ name }) => name, fixed: true },
        { title: 'description', value: ({ description }) => description },
        { title: 'kind', value: ({ kind }) => kind, fixed: true },
      ],
    });
    const shown: string[] = [];
    for (const columns of [40, 80]) {
      const { renderer, streams } = createTestRenderer({ columns, isOneScreen: true });
      await renderer.result(list);
      await renderer.close();
      shown.push(`=== ${String(columns)} columns ===\n${streams.text.stdout()}`);
    }
    expectGolden('ui/scripts.txt', shown.join(''));
  });

  test('of an image that is pulled in vain and then built', async () => {
    const reference = 'polycrate/toolchain:0.1.0';
    const shown = await renderEverywhere(async (renderer) => {
      await renderer.event({ name: 'image.pullStarted', reference });
      await renderer.event({ name: 'image.pullProgressed', reference, status: 'layer 3 of 9\u001b[K' });
      jest.advanceTimersByTime(200);
      await renderer.event({ name: 'image.buildStarted', reference, reason: 'the registry does not answer' });
      await renderer.event({ name: 'image.buildProgressed', step: 'FROM debian', state: 'cached', elapsedMs: 0 });
      await renderer.event({ name: 'image.buildProgressed', step: 'compile helm', state: 'running', elapsedMs: 0 });
      await renderer.event({ name: 'image.buildProgressed', step: 'compile kubectl', state: 'running', elapsedMs: 0 });
      await renderer.event({ name: 'image.buildLogged', step: 'compile helm', text: 'go: downloading\n' });
      jest.advanceTimersByTime(200);
      await renderer.event({ name: 'image.buildProgressed', step: 'compile helm', state: 'done', elapsedMs: 200 });
      jest.advanceTimersByTime(100);
      await renderer.event({ name: 'image.buildProgressed', step: 'compile kubectl', state: 'done', elapsedMs: 400 });
      await renderer.event({ name: 'image.ready', reference, digest: 'sha256:01' });
      await renderer.event({ name: 'image.ready', reference, digest: 'sha256:01' });
      await renderer.event({ name: 'image.buildStarted', reference, reason: '--no-cache' });
      for (let line = 1; line <= 22; line += 1) {
        await renderer.event({
          name: 'image.buildLogged',
          step: 'compile terraform',
          text: `10%\r\u001b[31mline ${String(line)}\u001b[0m\r\n`,
        });
      }
      await renderer.event({
        name: 'image.buildProgressed',
        step: 'compile terraform',
        state: 'failed',
        elapsedMs: 90_000,
      });
      await renderer.problem(new Problem('IMAGE_BUILD_FAILED', 'compile terraform ended with 1'));
    });
    expectGolden('ui/image.txt', shown);
  });

  test('of answers: tables, details, pages, texts, and lists with nothing in them', async () => {
    const blocks = [
      {
        name: 'acme/k8s/harbor',
        kind: 'k8sapp',
        description: 'Harbor, the registry, with backups every night at three',
      },
      { name: 'große-Datenbank-数据库', kind: 'linuxapp', description: undefined },
      { name: 'evil\u001b[2J\nblock', kind: 'generic', description: 'x' },
    ];
    const list = table({
      rows: blocks,
      empty: 'No blocks yet.',
      columns: [
        { title: 'name', value: ({ name }) => name, colour: () => 'bold' },
        { title: 'kind', value: ({ kind }) => kind, fixed: true },
        { title: 'description', value: ({ description }) => description },
      ],
    });
    const facts = details(
      [
        ['name', 'harbor'],
        ['version', undefined],
        ['actions', ['install', 'uninstall']],
        ['nothing', []],
        ['script', 'first\nsecond'],
        ['template', false],
      ],
      {},
    );
    const empty = table({ rows: [], columns: [{ title: 'name', value: () => '' }], empty: 'No records yet.' });
    const shown = await renderEverywhere(async (renderer) => {
      await renderer.result(list);
      await renderer.result(empty);
      await renderer.result(page([facts, ['Actions', list], ['Records', empty]], {}));
      await renderer.result(text('a text\twith a tab', 'data'));
    });
    expectGolden('ui/answers.txt', shown);
  });
});
