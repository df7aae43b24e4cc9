import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../../src/errors.ts';
import { createMasker } from '../../../src/run/index.ts';
import { withMask } from '../../../src/ui/index.ts';
import { createTestRenderer, output, planned } from '../../support/rendering.ts';

const SECRET = 'hunter2-hunter2';

async function shown(
  format: 'human' | 'json' | 'yaml' | 'ndjson',
  tell: (renderer: ReturnType<typeof withMask>) => Promise<void>,
): Promise<string> {
  const { renderer, streams } = createTestRenderer({ format, isVerbose: true });
  const masked = withMask(renderer, createMasker([SECRET]));
  await tell(masked);
  await masked.close();
  return streams.text.stdout() + streams.text.stderr();
}

describe.each(['human', 'json', 'yaml', 'ndjson'] as const)('in %s, a secret is not shown', (format) => {
  test('in a Problem: message, hint, source, cause and further findings', async () => {
    const snippet = [{ line: 1, text: `password: ${SECRET}` }];
    const text = await shown(format, (renderer) =>
      renderer.problem(
        new Problem('VALUE_INVALID', `message ${SECRET}`, {
          hint: `hint ${SECRET}`,
          places: [{ file: 'workspace.poly', line: 1, column: 1, snippet }],
          cause: new Error(`cause ${SECRET}`, { cause: new Error(`deeper ${SECRET}`) }),
          others: [new Problem('KEY_UNKNOWN', `other ${SECRET}`)],
        }),
      ),
    );
    expect(text).not.toContain(SECRET);
    for (const word of ['message ***', 'hint ***', 'other ***']) expect(text).toContain(word);
  });

  test('in a bug of ours: message, stack and causes', async () => {
    const text = await shown(format, (renderer) =>
      renderer.problem(new TypeError(`bug ${SECRET}`, { cause: new Error(`cause ${SECRET}`) })),
    );
    expect(text).not.toContain(SECRET);
    expect(text).toContain('bug ***');
    expect(text).toContain('masking.test.ts');
  });

  test('in what a run tells of itself', async () => {
    const text = await shown(format, async (renderer) => {
      await renderer.event({ ...planned, record: '.logs/x.yml' });
      await renderer.event({ name: 'image.buildLogged', step: 'one', text: `log ${SECRET}` });
      await renderer.event({ name: 'image.pullProgressed', reference: 'a', status: `status ${SECRET}` });
      await renderer.event({ name: 'signal.forwarded', signal: 'SIGINT', reason: `reason ${SECRET}` });
      await renderer.event({ name: 'run.warned', problem: new Problem('FILE_MISSING', `warned ${SECRET}`) });
      await renderer.event(output('passes as it is'));
      const ended = { transaction: planned.transaction, state: 'failed', exitCode: 1, durationMs: 1 } as const;
      await renderer.event({ name: 'run.finished', ...ended, cause: `cause ${SECRET}` });
    });
    expect(text).not.toContain(SECRET);
  });
});
