import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateCli } from '../../../scripts/generate/cli.ts';
import { generateErrors } from '../../../scripts/generate/errors.ts';
import { generateEvents } from '../../../scripts/generate/events.ts';
import { generatePicture } from '../../../scripts/generate/picture.ts';
import { PROBLEMS } from '../../../src/errors.ts';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');

describe('reference pages', () => {
  test.each(Object.keys(PROBLEMS))('%s stands in errors.md with its exit status', (code) => {
    const { exit, title } = PROBLEMS[code as keyof typeof PROBLEMS];
    expect(read('docs/reference/errors.md')).toContain(`\`${code}\` | ${exit} | ${title} |`);
  });

  test.each([
    ['errors', generateErrors],
    ['events', generateEvents],
    ['command line', generateCli],
    ['picture of imports', generatePicture],
  ])('%s: the page is what npm run generate would write', async (_what, generate) => {
    for (const [path, contents] of await generate()) expect(read(path)).toBe(contents);
  });
});
