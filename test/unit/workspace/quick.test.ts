import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseFile } from '../../../src/workspace/parse.ts';
import { parseQuickly } from '../../../src/workspace/quick.ts';

const slowly = (text: string): { value: unknown; isFaultless: boolean } => {
  const { source, findings } = parseFile('/f', text);
  return { value: source.value, isFaultless: findings.length === 0 };
};

/** Both parsers agree, or the quick one passes. */
function expectAgreement(text: string): void {
  const quick = parseQuickly(text);
  if (quick === undefined) return;
  const { value, isFaultless } = slowly(text);
  expect({ value: quick, isFaultless: true, text }).toEqual({ value, isFaultless, text });
}

const root = join(import.meta.dirname, '../../..');
const files = ['examples', 'test/fixtures/workspaces', 'test/fixtures/invalid'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!Dockerfile)\.(poly|ya?ml)$/.test(name))
    .map((name) => join(root, folder, name)),
);

test('ordinary files are read quickly, every example among them', () => {
  const examples = files.filter((file) => file.includes('/examples/') && file.endsWith('.poly'));
  expect(examples.length).toBeGreaterThan(2);
  for (const file of examples)
    expect(parseQuickly(readFileSync(file, 'utf8'))).toEqual(slowly(readFileSync(file, 'utf8')).value);
});

test.each([
  ...[
    '1',
    '-0',
    '+5',
    '1.10',
    '010',
    '0o17',
    '0x1F',
    '1e3',
    '.5',
    '5.',
    '.inf',
    '-.INF',
    '.nan',
    '12345678901234567890',
  ],
  ...[
    '1_000',
    '1:30',
    '0b1',
    '~',
    'null',
    'Null',
    'NULL',
    'nULL',
    '',
    'true',
    'True',
    'TRUE',
    'tRUE',
    'yes',
    'off',
    'y',
  ],
  ...[
    '2026-01-02',
    '2026-01-02T03:04:05Z',
    '-',
    '--',
    '.',
    '+',
    '1e',
    '0x',
    '0o8',
    '1e999',
    '"1"',
    "'x'",
    'a  b',
    '[1, a]',
    '{}',
  ],
])('the value %p means the same to both parsers', (written) => {
  expectAgreement(`a: ${written}\n`);
  expectAgreement(`${written}: a\n`);
  expectAgreement(`- ${written}\n`);
});

describe('what is not ordinary is left to the other parser', () => {
  test.each([
    ['an anchor', 'a: &x 1\nb: *x'],
    ['a tag', 'a: !!str 1'],
    ['a merge key', 'a: {b: 1}\n<<: {c: 1}'],
    ['equal keys', 'a: 1\na: 2'],
    ['a key that is a list', '? [a]\n: 1'],
    ['two documents', 'a: 1\n---\nb: 1'],
    ['a directive', '%YAML 1.2\n---\na: 1'],
    ['__proto__', '__proto__: 1'],
    ['bad syntax', 'a: [1'],
    ['depth', '['.repeat(20_000)],
  ])('%s', (_what, text) => {
    expect(parseQuickly(text)).toBeUndefined();
  });
});
