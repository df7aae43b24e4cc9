import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { TOOLS } from '../../../src/plan/known-tools.ts';

test('the tools that can be required are those the image lists in its inventory', () => {
  const path = join(import.meta.dirname, '../../../images/toolchain/bin/write-inventory');
  const [, questions = ''] = /^QUESTIONS = \{(.*?)^\}/ms.exec(readFileSync(path, 'utf8')) ?? [];
  expect([...questions.matchAll(/^ {4}"([^"]+)":/gm)].map(([, tool]) => tool)).toEqual([...TOOLS]);
});
