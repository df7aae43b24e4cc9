import { describe, expect, test } from '@jest/globals';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../..');
const silent = { error: () => undefined, info: () => undefined, verbose: () => undefined };

describe('the GitHub Action', () => {
  test('keeps to the schema that GitHub reads action.yml by', async () => {
    const content = await readFile(path.join(ROOT, 'action.yml'), 'utf8');
    const errorsIn = (text: string) =>
      parseAction({ name: 'action.yml', content: text }, silent)
        .context.errors.getErrors()
        .map(({ message }) => message);
    expect(errorsIn(content)).toEqual([]);
    expect(errorsIn(content.replace('shell: bash', 'shel: bash'))).toContainEqual(expect.stringContaining('shel'));
  });

  test('uses no action that is not pinned by the hash of a commit, and reads no input as a script', async () => {
    const content = await readFile(path.join(ROOT, 'action.yml'), 'utf8');
    const uses = [...content.matchAll(/uses: (\S+)/g)].map(([, name]) => name);
    expect(uses.length).toBeGreaterThan(0);
    for (const name of uses) expect(name).toMatch(/^actions\/[a-z/]+@[0-9a-f]{40}$/);
    for (const [, script] of content.matchAll(/run: (?:\|\n)?((?:.*\n)(?: {8,}.*\n)*)/g))
      expect(script).not.toContain('${{');
  });
});
