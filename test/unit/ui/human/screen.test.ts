import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createTestRenderer, output, planned, TRANSACTION } from '../../../support/rendering.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const finished = {
  name: 'run.finished',
  transaction: TRANSACTION,
  state: 'succeeded',
  exitCode: 0,
  durationMs: 5,
} as const;
const started = { name: 'container.started', id: '0123', container: 'c' } as const;
const pull = { name: 'image.pullStarted', reference: 'i' } as const;

describe("the action's output", () => {
  test('goes through byte for byte, each stream to its own', async () => {
    const { renderer, streams } = createTestRenderer({ isQuiet: true });
    await renderer.event(planned);
    await renderer.event(output('\u001b[31mout\r\n\u0000'));
    await renderer.event(output('err', 'stderr'));
    await renderer.event(finished);
    expect(streams.text.stdout()).toBe('\u001b[31mout\r\n\u0000');
    expect(streams.text.stderr()).toBe('err');
  });

  test.each([
    ['ends without a newline', ['half'], 'half\n✔'],
    ['ends with a newline', ['whole\n'], 'whole\n✔'],
    [
      'ends with a newline and a change of colour',
      ['whole\n\u001b[0m', '\u001b[0m\u001b[1;2m'],
      'whole\n\u001b[0m\u001b[0m\u001b[1;2m✔',
    ],
    ['ends with a change of colour but no newline', ['x\n', 'half\u001b[0m'], 'x\nhalf\u001b[0m\n✔'],
    ['ends with an m', ['form'], 'form\n✔'],
    ['is nothing', [''], '✔'],
  ])('is followed by a footer on a line of its own when it %s', async (_, texts, expected) => {
    const { renderer, streams } = createTestRenderer({ columns: 80, isOneScreen: true });
    for (const text of texts) await renderer.event(output(text));
    await renderer.event(finished);
    expect(streams.text.stdout()).toBe(`${expected} succeeded · exit 0 · 5 ms\n`);
  });

  test('that goes elsewhere leaves stderr alone', async () => {
    const { renderer, streams } = createTestRenderer();
    await renderer.event(output('half'));
    await renderer.event(finished);
    expect(streams.text.stdout()).toBe('half');
    expect(streams.text.stderr()).toBe('✔ succeeded · exit 0 · 5 ms\n');
  });
});

describe('long silence', () => {
  test('while another transaction holds the workspace is broken with what is waited for', async () => {
    const { renderer, streams } = createTestRenderer();
    await renderer.event({ name: 'lock.awaited', reason: '"polycrate run a b" has been running since 10:00' });
    jest.advanceTimersByTime(10_500);
    await renderer.event({ name: 'lock.taken', waitedMs: 10_500 });
    jest.advanceTimersByTime(60_000);
    await renderer.close();
    expect(streams.text.stderr()).toBe(
      'waiting: "polycrate run a b" has been running since 10:00\n… waiting · 10.0 s\n',
    );
  });

  test('of an action is broken every 10 s in CI, and only there', async () => {
    for (const [env, beats] of [
      [{ CI: 'true' }, 2],
      [{}, 0],
    ] as const) {
      const { renderer, streams } = createTestRenderer({ env });
      await renderer.event(planned);
      await renderer.event(started);
      jest.advanceTimersByTime(9_000);
      await renderer.event(output('still here\n'));
      jest.advanceTimersByTime(9_900);
      expect(streams.text.stderr()).not.toContain('running');
      jest.advanceTimersByTime(10_200);
      await renderer.event(finished);
      jest.advanceTimersByTime(60_000);
      const lines = streams.text
        .stderr()
        .split('\n')
        .filter((line) => line.includes('is running'));
      expect(lines).toEqual(
        ['… configure-servers install is running · 19.0 s', '… configure-servers install is running · 29.0 s'].slice(
          0,
          beats,
        ),
      );
      await renderer.close();
    }
  });

  test('of a pull is broken wherever there is no terminal', async () => {
    const { renderer, streams } = createTestRenderer();
    await renderer.event(pull);
    jest.advanceTimersByTime(25_000);
    await renderer.close();
    jest.advanceTimersByTime(60_000);
    expect(streams.text.stderr()).toBe('pulling i\n… pulling · 10.0 s\n… pulling · 20.0 s\n');
  });
});

describe('the live line', () => {
  test('is erased before anything else is written, and never shown with --quiet or on a dumb terminal', async () => {
    const { renderer, streams } = createTestRenderer({ columns: 80, isOneScreen: true });
    await renderer.event(pull);
    await renderer.event(output('x'));
    jest.advanceTimersByTime(500);
    await renderer.close();
    expect(streams.text.stdout()).toBe('pulling i\n\r\u001b[2K⠋ pulling · 0 ms\r\u001b[2Kx');
    expect(jest.getTimerCount()).toBe(0);

    for (const options of [{ isQuiet: true }, { env: { TERM: 'dumb' } }, { env: { CI: '1' } }]) {
      const other = createTestRenderer({ columns: 80, ...options });
      await other.renderer.event(pull);
      jest.advanceTimersByTime(500);
      await other.renderer.close();
      expect(other.streams.text.stderr()).toBe('isQuiet' in options ? '' : 'pulling i\n');
    }
  });
});
