import { describe } from '@jest/globals';
import { testMistakes } from '../support/mistakes.ts';

const block = (name: string): string => `blocks/${name}/block.poly`;

describe('text that begins with a sign', () => {
  testMistakes('mistakes/signs.txt', [
    [
      'text that begins with @, in braces',
      block('shop'),
      'labels: { kind: change }',
      'labels: { kind: change, by: @ada }',
      'YAML_INVALID blocks/shop/block.poly:19:33',
    ],
    [
      'text that begins with @, in brackets',
      block('shop'),
      'features: [search, wishlist]',
      'features: [search, @wishlist]',
      'YAML_INVALID blocks/shop/block.poly:16:22',
    ],
    [
      'text that begins with *, in braces',
      block('shop'),
      'labels: { kind: change }',
      'labels: { cron: */5 * * * *, kind: change }',
      'YAML_INVALID blocks/shop/block.poly:19:21',
    ],
    [
      'text that begins with #, in braces',
      block('shop'),
      'labels: { kind: change }',
      'labels: { color: #fff, kind: change }',
      'YAML_INVALID blocks/shop/block.poly:19:22',
    ],
    [
      'text that begins with #, in brackets',
      block('shop'),
      'features: [search, wishlist]',
      'features: [#search, wishlist]',
      'YAML_INVALID blocks/shop/block.poly:16:14',
    ],
    [
      'text with # after a blank, in braces',
      block('shop'),
      'labels: { kind: change }',
      'labels: { kind: change #1 }',
      'YAML_INVALID blocks/shop/block.poly:19:21',
    ],
    [
      'a cron rule that begins with */5',
      block('registry'),
      'storage: /srv/registry',
      'cron: */5 * * * *',
      'YAML_INVALID blocks/registry/block.poly:10:9',
    ],
    [
      'a cron rule of stars',
      block('registry'),
      'storage: /srv/registry',
      'cron: * * * * *',
      'YAML_INVALID blocks/registry/block.poly:10:9',
    ],
    [
      'a cron rule in a list',
      block('base/linux'),
      '    - curl\n',
      '    - */5 * * * *\n',
      'YAML_INVALID blocks/base/linux/block.poly:10:7',
    ],
  ]);
});
