import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseFile } from '../../../src/workspace/parse.ts';
import { parseQuickly } from '../../../src/workspace/quick.ts';
import { mutated, PATIENCE_MS, readTexts, RUNS } from '../../support/fuzz.ts';
import { yamlDocument } from '../../support/yaml-documents.ts';

/** Both parsers agree, or the quick one leaves it to the other. */
function expectAgreement(text: string): void {
  const quick = parseQuickly(text);
  if (quick === undefined) return;
  const { source, findings } = parseFile('/f', text);
  expect({ text, value: quick, findings: [] }).toEqual({ text, value: source.value, findings });
}

const texts = ['examples', 'test/fixtures/workspaces', 'test/fixtures/invalid'].flatMap((folder) =>
  Object.values(readTexts(folder, /\.(?:poly|ya?ml)$/)),
);

test(
  'changed files mean the same to both parsers, or only to the careful one',
  () => {
    fc.assert(fc.property(mutated(texts, 2), expectAgreement), RUNS);
  },
  PATIENCE_MS,
);

test(
  'generated documents do too, and the quick one reads many of them',
  () => {
    let read = 0;
    const counting = (text: string): void => {
      if (parseQuickly(text.replace(/^\uFEFF/, '')) !== undefined) read += 1;
      expectAgreement(text.replace(/^\uFEFF/, ''));
    };
    fc.assert(fc.property(yamlDocument, counting), RUNS);
    expect(read).toBeGreaterThan(RUNS.numRuns / 50);
  },
  PATIENCE_MS,
);
