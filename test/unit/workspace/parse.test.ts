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
    expect(faults('- a\nb: 1\nc: [\n')).toEqual(['error 2:1 unexpected scalar at node end']);
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

  test('a hundred thousand uses of one alias are fine, an explosion is told once', () => {
    const uses = (count: number) => `d: &d {x: 1}\nl:\n${'- <<: *d\n'.repeat(count)}`;
    expect(faults(uses(100_000))).toEqual([]);
    expect(faults(uses(130_000))).toEqual(['error 125003:7 aliases of aliases grow to more than 250000 values']);
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
