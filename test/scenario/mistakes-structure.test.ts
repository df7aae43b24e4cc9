import { describe } from '@jest/globals';
import { ALL, BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in what a file is made of', () => {
  testMistakes('mistakes/structure.txt', [
    [
      'duplicate key at the top',
      W,
      'version: 2.4.0\n',
      'version: 2.4.0\nlabels: { a: b }\n',
      'YAML_INVALID workspace.poly:8:1',
      BACK,
    ],
    [
      'duplicate key in config',
      block('shop'),
      '  features: [search, wishlist]',
      '  replicas: 3\n  features: [search, wishlist]',
      'YAML_INVALID blocks/shop/block.poly:16:3',
      BACK,
    ],
    [
      'duplicate key in a step',
      W,
      '        action: apply\n',
      '        action: apply\n        action: audit\n',
      'YAML_INVALID workspace.poly:115:9',
      BACK,
    ],
    [
      'alias without anchor',
      block('base/linux'),
      '  packages:\n',
      '  defaults: *defaults\n  packages:\n',
      'YAML_INVALID blocks/base/linux/block.poly:9:13',
      BACK,
    ],
    [
      'misspelt alias',
      block('servers'),
      '  size: cx22\n  image: debian-13',
      '  size: &size cx22\n  image: *siez',
      'YAML_INVALID blocks/servers/block.poly:12:10',
    ],
    [
      'merge key of no map',
      block('base/linux'),
      '  users:\n',
      '  <<: [1]\n  users:\n',
      'YAML_INVALID blocks/base/linux/block.poly:12:3',
      BACK,
    ],
    [
      'an anchor that is used inside itself',
      block('base/linux'),
      '  sshd:\n    port: 22',
      '  sshd: &self\n    again: *self\n    port: 22',
      'YAML_INVALID blocks/base/linux/block.poly:16:12',
      BACK,
    ],
    [
      'two documents',
      block('cluster'),
      'kubeconfig:\n',
      '---\nkubeconfig:\n',
      'YAML_INVALID blocks/cluster/block.poly:6:1',
      BACK,
    ],
    ['empty file', block('cluster'), ALL, '', 'KEY_MISSING blocks/cluster/block.poly:1:1', BACK],
    ['a file of one word', block('cluster'), ALL, 'cluster\n', 'VALUE_INVALID blocks/cluster/block.poly:1:1', BACK],
    [
      'a file that is a list',
      block('cluster'),
      ALL,
      '- name: cluster\n',
      'VALUE_INVALID blocks/cluster/block.poly:1:1',
      BACK,
    ],
    [
      'a merge conflict',
      block('shop'),
      '  replicas: 2\n',
      '<<<<<<< HEAD\n  replicas: 2\n=======\n  replicas: 3\n>>>>>>> topic\n',
      'YAML_INVALID blocks/shop/block.poly:8:1',
      BACK,
    ],
    [
      'block scalar not indented',
      block('registry'),
      '      curl --fail --silent',
      'curl --fail --silent',
      'YAML_INVALID blocks/registry/block.poly:23:1',
    ],
    ['JSON-like trailing brace', W, 'alias: [infra]', 'alias: [infra]]', 'YAML_INVALID workspace.poly:6:15'],
  ]);
});
