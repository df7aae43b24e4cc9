import { expect, test } from '@jest/globals';
import { loadUserSettings } from '../../../src/workspace/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';

async function hintsOf(text: string): Promise<(string | undefined)[]> {
  const path = '/home/ada/.polycrate/polycrate.yml';
  const { findings } = await loadUserSettings(path, createMemoryFiles({ [path]: text }));
  return findings.map(({ problem }) => problem.hint);
}

test('settings wrapped in "config", as in a workspace, are to be unwrapped', async () => {
  expect(await hintsOf('config:\n  engine: docker\n')).toEqual(['write what is below it without "config" around it']);
});

test('what only older files have is not offered', async () => {
  const [hint = ''] = await hintsOf('nothing_like_it: 1\n');
  expect(hint).toContain('known here: image,');
  expect(hint).not.toMatch(/webhooks|backplane|auto_commit/);
});
