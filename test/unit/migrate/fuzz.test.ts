import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isProblem } from '../../../src/errors.ts';
import { findDifferences } from '../../../src/migrate/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';

const WORKSPACES = join(import.meta.dirname, '../../fixtures/workspaces');
const texts = readdirSync(WORKSPACES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.poly'))
  .map((path) => readFileSync(join(WORKSPACES, path), 'utf8'));

async function check(main: string, block: string): Promise<void> {
  const files = createMemoryFiles({ '/ws/workspace.poly': main, '/ws/blocks/web/block.poly': block });
  const { differences } = await findDifferences('/ws', files, { exact: true }).catch((error: unknown) => {
    if (isProblem(error)) return { differences: [] };
    throw error;
  });
  for (const { place, edit } of differences) {
    expect(place.line).toBeGreaterThan(0);
    expect(place.column).toBeGreaterThan(0);
    expect(edit).not.toBe('');
  }
}

describe('whatever stands in the files', () => {
  test('only differences with places come out', async () => {
    const pieces = [
      '*a',
      '&a',
      '<<: *a',
      '\t',
      '{{ .Block',
      '[',
      '}',
      ': ',
      '\n- ',
      'yes',
      '010',
      '"',
      "'",
      '__proto__: 1\n',
      'from: web\n',
    ];
    const mutated = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(40), fc.constantFrom(...pieces))
      .map(([text, at, cut, piece]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + piece + text.slice(start + cut);
      });
    await fc.assert(fc.asyncProperty(mutated, mutated, check), { numRuns: 300 });
  });

  test.each([
    ['braces', `name: acme\nblocks: [{name: web, actions: [{name: go, script: "${'{{'.repeat(200_000)}"}]}]\n`],
    ['blank lines', `name: acme\nblocks: [{name: web, actions: [{name: go, script: "${'\\n'.repeat(200_000)}"}]}]\n`],
    ['spaces', `name: acme\nblocks: [{name: web, actions: [{name: go, script: "cp ${' '.repeat(200_000)}"}]}]\n`],
    [
      'one word',
      `name: acme\nblocks: [{name: web, actions: [{name: go, script: "${'docker logs '.repeat(50_000)}"}]}]\n`,
    ],
    ['deep maps', `name: acme\nmeta: ${'{a: '.repeat(90)}1${'}'.repeat(90)}\n`],
    [
      'grown aliases',
      `name: acme\nmeta:\n  a: &a [x, x, x, x, x, x, x, x, x]\n${'b c d e f g h'
        .split(' ')
        .map((name, at) => `  ${name}: &${name} [${Array(9).fill(`*${'abcdefg'[at]}`).join(', ')}]\n`)
        .join('')}`,
    ],
  ])('takes no time: %s', async (_what, text) => {
    const startedMs = performance.now();
    await check(text, 'name: other\n');
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});
