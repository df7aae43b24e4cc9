import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const block = (name: string): string => `blocks/${name}/block.poly`;

describe('keys that people know from other tools', () => {
  testMistakes('mistakes/foreign.txt', [
    [
      'run of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    run: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'command of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    command: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'cmd of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    cmd: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'commands of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    commands: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'environment of an action',
      block('servers'),
      '    env:\n',
      '    environment:\n',
      'KEY_UNKNOWN blocks/servers/block.poly:21:5',
    ],
    [
      'cwd of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    cwd: chart\n    script: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'image of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    image: alpine\n    script: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'image of a block',
      block('shop'),
      'version: 7.2.1',
      'image: alpine\nversion: 7.2.1',
      'KEY_UNKNOWN blocks/shop/block.poly:4:1',
    ],
    [
      'ignore_errors of an action',
      block('shop'),
      '    script: helm rollback shop',
      '    ignore_errors: true\n    script: helm rollback shop',
      'KEY_UNKNOWN blocks/shop/block.poly:24:5',
    ],
    [
      'confirm of an action',
      block('servers'),
      '    prompt:\n      message: Destroy every host?',
      '    confirm: Destroy every host?',
      'KEY_UNKNOWN blocks/servers/block.poly:28:5',
      BACK,
    ],
    [
      'values of a block',
      block('cluster'),
      'config:\n  distribution',
      'values:\n  distribution',
      'KEY_UNKNOWN blocks/cluster/block.poly:8:1',
    ],
    [
      'vars of a block',
      block('cluster'),
      'config:\n  distribution',
      'vars:\n  distribution',
      'KEY_UNKNOWN blocks/cluster/block.poly:8:1',
    ],
    [
      'parameters of a block',
      block('cluster'),
      'config:\n  distribution',
      'parameters:\n  distribution',
      'KEY_UNKNOWN blocks/cluster/block.poly:8:1',
    ],
    [
      'vars beside config',
      block('cluster'),
      'config:\n  distribution',
      'vars:\n  a: b\nconfig:\n  distribution',
      'KEY_UNKNOWN blocks/cluster/block.poly:8:1',
      BACK,
    ],
    [
      'depends_on of a block',
      block('cluster'),
      'inventory:\n',
      'depends_on: [servers]\ninventory:\n',
      'KEY_UNKNOWN blocks/cluster/block.poly:4:1',
    ],
    [
      'volumes of a block',
      block('cluster'),
      'inventory:\n',
      'volumes:\n  - a:b\ninventory:\n',
      'KEY_UNKNOWN blocks/cluster/block.poly:4:1',
    ],
  ]);
});
