import { describe, expect, test } from '@jest/globals';
import { parseFile } from '../../../src/workspace/parse.ts';

const valueOf = (text: string): unknown => {
  const { source, findings } = parseFile('/ws/a.poly', text);
  expect(findings.filter(({ severity }) => severity === 'error').map(({ problem }) => problem.message)).toEqual([]);
  return source.value;
};

const faults = (text: string): string[] => {
  const { source, findings } = parseFile('/ws/a.poly', text);
  if (findings.some(({ severity }) => severity === 'error')) expect(source.value).toBeUndefined();
  return findings.map(({ severity, problem }) => {
    const [place] = problem.places;
    return `${severity} ${String(place?.line)}:${String(place?.column)} ${problem.message}`;
  });
};

describe('values', () => {
  test('YAML 1.2 is understood, whatever the file says it is', () => {
    const text = 'a: yes\nb: on\nc: 010\nd: 0o10\ne: 2020-01-01\nf: ~\ng: 1_000\n';
    const value = { a: 'yes', b: 'on', c: 10, d: 8, e: '2020-01-01', f: null, g: '1_000' };
    expect(valueOf(text)).toEqual(value);
    expect(valueOf(`%YAML 1.1\n---\n${text}`)).toEqual(value);
  });

  test('numbers that would lose digits stay text', () => {
    expect(valueOf('a: 12345678901234567890\nb: .inf\nc: -.INF\nd: .nan\ne: 9007199254740991\nf: 1.5\n')).toEqual({
      a: '12345678901234567890',
      b: '.inf',
      c: '-.INF',
      d: '.nan',
      e: 9007199254740991,
      f: 1.5,
    });
  });

  test('keys are text, as they are written', () => {
    expect(valueOf('8080: a\n1.10: b\ntrue: c\n~: d\n"": e\n')).toEqual({
      8080: 'a',
      '1.10': 'b',
      true: 'c',
      '~': 'd',
      '': 'e',
    });
  });

  test('aliases are copies', () => {
    const value = valueOf('a: &x {b: [1]}\nc: *x\n') as { a: unknown; c: unknown };
    expect(value).toEqual({ a: { b: [1] }, c: { b: [1] } });
    expect(value.a).not.toBe(value.c);
  });

  test('an alias means the nearest anchor before it', () => {
    expect(valueOf('a: &x 1\nb: *x\nc: &x 2\nd: *x\n')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  test('<< lays maps below the own keys, the first of a list on top', () => {
    expect(valueOf('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {x: 0, <<: [*a, *b]}\n')).toMatchObject({
      c: { x: 0, y: 1, z: 2 },
    });
    expect(valueOf('a: &a {x: 1}\nc:\n  <<: *a\n  x: 3\n  "<<": text\n')).toMatchObject({ c: { x: 3, '<<': 'text' } });
  });
});

describe('faults', () => {
  test('a tag is ignored with a warning', () => {
    expect(valueOf('a: !vault secret\nb: !!binary aGk=\n')).toEqual({ a: 'secret', b: 'aGk=' });
    expect(faults('a: !vault secret\n')).toEqual(['warning 1:4 unresolved tag: !vault: tags have no meaning here']);
  });

  test('only the first stumble of the parser is told', () => {
    expect(faults('- a\nb: 1\nc: [\n')).toEqual([
      'error 2:1 items of a list, which begin with "- ", and keys of a map stand in one column here',
    ]);
  });

  test('a mistake after an empty first line is found, and the search for its neighbours ends', () => {
    expect(faults('\n  a: 1\n b: 2\n')).toEqual(['error 3:2 this line is indented by 1 space, its neighbours by 2']);
  });

  test('equal keys are found however they are written, and once', () => {
    expect(faults('a: 1\n"a": 2\nb: &b {1: x, "1": y}\nc: *b\n')).toEqual([
      'error 2:1 the key "a" is written twice',
      'error 3:14 the key "1" is written twice',
    ]);
  });

  test('nesting through aliases counts as nesting', () => {
    const lines = Array.from(
      { length: 120 },
      (_, index) => `l${String(index + 1)}: &l${String(index + 1)} [*l${String(index)}]`,
    );
    expect(faults(`l0: &l0 [1]\n${lines.join('\n')}\n`)).toEqual(['error 1:9 nested more than 100 levels deep']);
  });

  test('thirty thousand uses of one alias are fine, an explosion is told once', () => {
    expect(faults(`d: &d {x: 1}\nl:\n${'- <<: *d\n'.repeat(30_000)}`)).toEqual([]);
    const lines = Array.from({ length: 7 }, (_each, at) => {
      return `l${String(at + 1)}: &l${String(at + 1)} [${Array.from({ length: 10 }, () => `*l${String(at)}`).join(', ')}]`;
    });
    expect(faults(`l0: &l0 [1]\n${lines.join('\n')}\n`)).toEqual([
      'error 7:10 aliases of aliases grow to more than 250000 values',
    ]);
  });

  test('of hundreds of faults the first hundred are told, and how many are not', () => {
    const told = faults(`a: 0\n${'a: 1\n'.repeat(150)}`);
    expect(told).toHaveLength(101);
    expect(told.at(-1)).toBe('warning 1:1 50 more findings in this file are left out');
  });

  test('a text of too many parts is refused before its tree is built', () => {
    expect(faults('a: 1\n'.repeat(60_000))).toEqual(['error 35715:2 too much for one file']);
  });

  test('megabytes of brackets are refused at once', () => {
    expect(faults(`a: ${'['.repeat(5_000_000)}`)).toEqual(['error 1:102 nested more than 100 levels deep']);
  });
});

test('comments alone make an empty file', () => {
  expect(parseFile('/ws/a.poly', '# nothing\n\n').isEmpty).toBe(true);
  expect(parseFile('/ws/a.poly', '').isEmpty).toBe(true);
  expect(parseFile('/ws/a.poly', 'a:\n').isEmpty).toBe(false);
});
