import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { merge, mergeBlocks } from '../../../src/resolve/merge.ts';

describe('the merge rule', () => {
  test.each([
    ['maps merge deeply', { a: { x: 1, y: 1 } }, { a: { y: 2, z: 2 } }, { a: { x: 1, y: 2, z: 2 } }],
    ['lists are replaced', { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
    [
      'of two types the nearer stays',
      { a: { x: 1 }, b: 'text' },
      { a: 'text', b: { x: 1 } },
      { a: 'text', b: { x: 1 } },
    ],
    ['keys differ by case', { Mixed: 1 }, { mixed: 2 }, { Mixed: 1, mixed: 2 }],
  ])('%s', (_name, far, near, expected) => {
    expect(merge(far, near)).toEqual(expected);
  });

  test.each([[false], [0], [''], [[]], [null]])('a nearer %j wins', (nothing) => {
    expect(merge({ a: true, b: { c: 7 } }, { a: nothing, b: { c: nothing } })).toEqual({
      a: nothing,
      b: { c: nothing },
    });
  });

  test('a key called __proto__ harms nothing', () => {
    const near: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    merge({ a: 1 }, near);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('the merge rule, for any data', () => {
  const data = fc.jsonValue({ maxDepth: 4 });
  // Layers of one thing agree on what is a map; the key says which, so that types do not change between layers.
  const { layer } = fc.letrec((tie) => ({
    layer: fc.record(
      { map: tie('layer'), other: tie('layer'), list: fc.array(fc.integer()), flag: fc.boolean(), text: fc.string() },
      { requiredKeys: [] },
    ),
  }));

  test('a layer over itself changes nothing', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(merge(value, value)).toEqual(value);
      }),
    );
  });

  test('an empty layer changes nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), data), (value) => {
        expect(merge(value, {})).toEqual(value);
        expect(merge({}, value)).toEqual(value);
      }),
    );
  });

  test('it does not matter which layers are merged first', () => {
    fc.assert(
      fc.property(layer, layer, layer, (far, middle, near) => {
        expect(merge(merge(far, middle), near)).toEqual(merge(far, merge(middle, near)));
      }),
    );
  });

  test('whatever the nearer layer says at its leaves is in the result', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), data),
        fc.dictionary(fc.string(), fc.constantFrom(false, 0, '', null)),
        (far, near) => {
          expect(merge(far, near)).toMatchObject(near);
        },
      ),
    );
  });

  test('neither layer is changed', () => {
    fc.assert(
      fc.property(data, data, (far, near) => {
        const before = JSON.stringify([far, near]);
        merge(freeze(far), freeze(near));
        expect(JSON.stringify([far, near])).toBe(before);
      }),
    );
  });
});

describe('actions', () => {
  const actions = (far: object, near: object): unknown =>
    mergeBlocks({ actions: [{ name: 'run', ...far }] }, { actions: [{ name: 'run', ...near }] }).actions;

  test('merge by name, field by field, new ones at the end', () => {
    const far = {
      actions: [
        { name: 'one', script: 'a', timeout: '5m' },
        { name: 'two', script: 'b' },
      ],
    };
    const near = {
      actions: [
        { name: 'three', script: 'c' },
        { name: 'one', interactive: false, timeout: '1m' },
      ],
    };
    expect(mergeBlocks(far, near).actions).toEqual([
      { name: 'one', script: 'a', timeout: '1m', interactive: false },
      { name: 'two', script: 'b' },
      { name: 'three', script: 'c' },
    ]);
  });

  test('a nearer kind replaces the farther kind', () => {
    expect(actions({ script: 'a', env: { A: '1' } }, { playbook: 'p.yml' })).toEqual([
      { name: 'run', playbook: 'p.yml', env: { A: '1' } },
    ]);
    expect(actions({ playbook: 'p.yml' }, { script: ['b'] })).toEqual([{ name: 'run', script: ['b'] }]);
    expect(actions({ script: ['a', 'b'] }, { script: ['c'] })).toEqual([{ name: 'run', script: ['c'] }]);
  });

  test('a layer without a kind leaves the kind alone', () => {
    expect(actions({ script: 'a' }, { description: 'x' })).toEqual([{ name: 'run', script: 'a', description: 'x' }]);
  });
});

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
