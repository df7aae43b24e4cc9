import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseFile } from '../../../src/workspace/parse.ts';
import { type Path, placeOf } from '../../../src/workspace/index.ts';

const at = (text: string, path: Path, side: 'key' | 'value'): string => {
  const { line, column, length } = placeOf(parseFile('/ws/a.poly', text).source, path, side);
  return `${String(line)}:${String(column)}+${String(length)}`;
};

const TEXT = `name: shop
actions:
  - name: install
    script:
      - echo one
      - >-
        echo
        two
  - {name: "re move", playbook: }
`;

describe('places', () => {
  test.each([
    [['name'], 'key', '1:1+4'],
    [['name'], 'value', '1:7+4'],
    [['actions'], 'key', '2:1+7'],
    [['actions'], 'value', '3:3+15'],
    [['actions', 0], 'value', '3:5+13'],
    [['actions', 0, 'script', 1], 'value', '6:9+2'],
    [['actions', 1, 'name'], 'value', '9:12+9'],
    [['actions', 1, 'playbook'], 'value', '9:23+8'],
    [[], 'value', '1:1+10'],
  ] as const)('%j, its %s, is at %s', (path, side, expected) => {
    expect(at(TEXT, path, side)).toBe(expected);
  });

  test('what is not there leads to the nearest thing around it', () => {
    expect(at(TEXT, ['actions', 0, 'timeout'], 'value')).toBe('3:5+13');
    expect(at(TEXT, ['nothing', 'below'], 'key')).toBe('1:1+10');
    expect(at('', ['name'], 'value')).toBe('1:1+1');
  });

  test('the way leads through aliases and merged maps', () => {
    const text = 'base: &base\n  size: 1\nshop: *base\nmail:\n  <<: *base\n  own: 2\n';
    expect(at(text, ['shop', 'size'], 'value')).toBe('2:9+1');
    expect(at(text, ['mail', 'size'], 'key')).toBe('2:3+4');
    expect(at(text, ['mail', 'own'], 'value')).toBe('6:8+1');
  });

  test('the snippet has the line and its neighbours, without line ends', () => {
    const { source } = parseFile('/ws/a.poly', 'a: 1\r\nb: 2\r\nc: 3\r\nd: 4\r\n');
    expect(placeOf(source, ['b'], 'value').snippet).toEqual([
      { line: 1, text: 'a: 1' },
      { line: 2, text: 'b: 2' },
      { line: 3, text: 'c: 3' },
    ]);
    expect(placeOf(source, ['d'], 'value').snippet).toEqual([
      { line: 3, text: 'c: 3' },
      { line: 4, text: 'd: 4' },
    ]);
  });

  test('every leaf of any document is underlined where it stands', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(word, tie('tree'), { minKeys: 1, maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, tree, { minKeys: 1 }), (value) => {
        const { source } = parseFile('/ws/a.poly', stringify(value));
        for (const { path, leaf } of leaves(value)) {
          const { snippet = [], line, column, length = 0 } = placeOf(source, path, 'value');
          const written = snippet.find((each) => each.line === line)?.text.slice(column - 1, column - 1 + length) ?? '';
          expect(written.replaceAll('"', '')).toBe(leaf);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function leaves(value: unknown, path: Path = []): { path: Path; leaf: string }[] {
  if (typeof value === 'string') return [{ path, leaf: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  return Object.entries(value as object).flatMap(([key, item]) => leaves(item, [...path, key]));
}
