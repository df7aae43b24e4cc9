import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecipe } from '../../../src/adapters/recipe/parse-recipe.ts';

const text = readFileSync(join(import.meta.dirname, '../../../images/toolchain/Dockerfile'), 'utf8');

test('the image of the toolchain gets neither addresses that may hold a login nor certificates of who builds it', () => {
  const { steps } = parseRecipe(text, {});
  const last = steps.slice(steps.map(({ keyword }) => keyword).lastIndexOf('FROM'));
  const lines = text.split('\n');
  const told = last.map(({ keyword, line }) => `${keyword} ${lines[line - 1] ?? ''}`);
  expect(told.filter((step) => /^(ARG|ENV) .*(PROXY|SUMDB|INDEX_URL)/.test(step))).toEqual([]);
  expect(told.filter((step) => /^(COPY|ADD) .*(ca-certificates|\s\.\s)/.test(step))).toEqual([]);
  expect(told.length).toBeGreaterThan(5);
});
