import { describe, expect, test } from '@jest/globals';
import { isProblem } from '../../../src/errors.ts';
import { createTestRenderer } from '../../support/rendering.ts';

describe('a question', () => {
  test.each([
    ['y\n', true],
    [' YES \n', true],
    ['n\n', false],
    ['\n', false],
    ['yellow\n', false],
    ['', false],
  ])('answered with %j is %p', async (stdin, expected) => {
    const { renderer, streams } = createTestRenderer({ columns: 80, stdin });
    await expect(renderer.ask('Destroy it?')).resolves.toBe(expected);
    expect(streams.text.stderr()).toBe(`Destroy it? [y/N] ${stdin === '' ? '\n' : ''}`);
    expect(streams.text.stdout()).toBe('');
  });

  test.each([{}, { columns: 80, env: { CI: 'true' } }])('is an error where nobody can answer', async (options) => {
    const { renderer } = createTestRenderer(options);
    const problem = await renderer.ask('Destroy it?').catch((error: unknown) => error);
    expect(isProblem(problem) && [problem.code, problem.message, problem.hint]).toEqual([
      'PROMPT_UNANSWERED',
      'nobody is here to answer: Destroy it?',
      'answer in advance with --yes, or run it on a terminal',
    ]);
  });

  test('ends when the command is cancelled', async () => {
    const { renderer } = createTestRenderer({ columns: 80 });
    const controller = new AbortController();
    const asking = renderer.ask('Destroy it?', controller.signal);
    controller.abort('SIGINT');
    await expect(asking).rejects.toBe('SIGINT');
    await expect(renderer.ask('Again?', controller.signal)).rejects.toBe('SIGINT');
  });

  test('is asked on stderr in every format', async () => {
    for (const format of ['json', 'ndjson'] as const) {
      const { renderer, streams } = createTestRenderer({ format, columns: 80, stdin: 'y\n' });
      await expect(renderer.ask('Go?')).resolves.toBe(true);
      expect(streams.text.stdout()).toBe('');
      expect(streams.text.stderr()).toBe('Go? [y/N] ');
    }
  });
});
