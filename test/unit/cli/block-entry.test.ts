import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { addBlockEntry } from '../../../src/cli/commands/block/init/entry.ts';

const ENTRY = { name: 'shop', from: 'base' };

describe('an entry is added to the blocks', () => {
  test.each([
    ['no list', 'name: acme\n', 'name: acme\n\nblocks:\n  - name: shop\n    from: base\n'],
    ['no list and no last line end', 'name: acme', 'name: acme\n\nblocks:\n  - name: shop\n    from: base\n'],
    [
      'an empty list',
      'name: acme\nblocks: []\nlabels: {}\n',
      'name: acme\nblocks: [{ name: shop, from: base }]\nlabels: {}\n',
    ],
    [
      'nothing after the key',
      'name: acme\nblocks: # mine\nlabels: {}\n',
      'name: acme\nblocks: # mine\n  - name: shop\n    from: base\nlabels: {}\n',
    ],
    [
      'a list with comments',
      'blocks:\n  - name: a # one\n    config: {x: 1} # two\n\n# the rest\nname: acme\n',
      'blocks:\n  - name: a # one\n    config: {x: 1} # two\n  - name: shop\n    from: base\n\n# the rest\nname: acme\n',
    ],
    [
      'a list that is not indented',
      'name: acme\nblocks:\n- name: a\n',
      'name: acme\nblocks:\n- name: a\n- name: shop\n  from: base\n',
    ],
    [
      'a list in one line',
      'name: acme\nblocks: [{name: a}, ]\n',
      'name: acme\nblocks: [{name: a}, { name: shop, from: base }]\n',
    ],
    [
      'Windows line ends',
      'name: acme\r\nblocks:\r\n  - name: a\r\nlabels: {}\r\n',
      'name: acme\r\nblocks:\r\n  - name: a\r\n  - name: shop\r\n    from: base\r\nlabels: {}\r\n',
    ],
    [
      'a comment of the last block below it',
      'blocks:\n  - name: a\n    config: { x: 1 }\n    # about a\n\n      # more\n\n# the rest\nname: acme\n',
      'blocks:\n  - name: a\n    config: { x: 1 }\n    # about a\n\n      # more\n  - name: shop\n    from: base\n\n# the rest\nname: acme\n',
    ],
    [
      'a block that is commented out',
      'name: acme\nblocks:\n  - name: a\n  # - name: b\n  #   from: a',
      'name: acme\nblocks:\n  - name: a\n  # - name: b\n  #   from: a\n  - name: shop\n    from: base\n',
    ],
    [
      'a comment that belongs to what follows a list without indentation',
      'blocks:\n- name: a\n  # about a\n# the name\nname: acme\n',
      'blocks:\n- name: a\n  # about a\n- name: shop\n  from: base\n# the name\nname: acme\n',
    ],
    [
      'a text block at the end',
      'name: acme\nblocks:\n  - name: a\n    description: |\n      long\n\n      text\n',
      'name: acme\nblocks:\n  - name: a\n    description: |\n      long\n\n      text\n  - name: shop\n    from: base\n',
    ],
  ])('where there is %s', (_, text, expected) => {
    expect(addBlockEntry(text, ENTRY)).toBe(expected);
  });

  test('whatever the list holds and however it is written', () => {
    const config = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    const blocks = fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{2,6}$/), config }), { maxLength: 3 });
    const style = fc.record({
      indentSeq: fc.boolean(),
      indent: fc.constantFrom(2, 4),
      lineWidth: fc.constantFrom(0, 30),
    });
    fc.assert(
      fc.property(blocks, style, fc.boolean(), (list, options, isLast) => {
        const value = isLast ? { name: 'acme', blocks: list } : { blocks: list, name: 'acme' };
        const added = addBlockEntry(stringify(value, options), ENTRY);
        expect(parse(added)).toEqual({ ...value, blocks: [...list, ENTRY] });
      }),
    );
  });

  test('or refused where it cannot be, with the edit to make', () => {
    const text = 'name: acme\ntemplates: &all\n  - name: a\nblocks: *all\n';
    expect(() => addBlockEntry(text, ENTRY)).toThrow('cannot be added to');
  });
});
