import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes against a schema.json, and what is elsewhere', () => {
  testMistakes('mistakes/schema.txt', [
    ['schema wrong type', W, '      replicas: 5', '      replicas: five', 'CONFIG_INVALID workspace.poly:97:17'],
    ['schema quoted number', W, '      replicas: 5', '      replicas: "5"', 'CONFIG_INVALID workspace.poly:97:17'],
    [
      'schema missing key',
      W,
      '      replicas: 1\n      host: shop.staging.example.com',
      '      replicas: 1',
      'CONFIG_INVALID workspace.poly:83:5',
    ],
    ['schema unknown key', W, '        size_gb: 200', '        size: 200', 'CONFIG_INVALID workspace.poly:100:9', BACK],
    ['schema misspelt', W, '        size_gb: 200', '        sizegb: 200', 'CONFIG_INVALID workspace.poly:100:9', BACK],
    [
      'schema enum',
      block('shop'),
      'engine: postgres',
      'engine: postgresql',
      'CONFIG_INVALID blocks/shop/block.poly:14:13',
    ],
    [
      'inventory file missing',
      W,
      '  filename: hosts.yml',
      '  filename: host.yml',
      'FILE_MISSING workspace.poly:21:13',
      BACK,
    ],
    [
      'version of from wrong',
      W,
      '    from: base/linux',
      '    from: base/linux:2.0.0',
      'BLOCK_UNKNOWN workspace.poly:52:11',
    ],
    [
      'from registry not there',
      W,
      '    from: base/linux',
      '    from: registry.example.com/base/debian:1.0',
      'BLOCK_NOT_INSTALLED workspace.poly:52:11',
      BACK,
    ],
    [
      'helm action',
      block('shop'),
      '    script: helm rollback shop',
      '    helm: rollback shop',
      'ACTION_UNSUPPORTED blocks/shop/block.poly:24:5',
      BACK,
    ],
    [
      'if in a step',
      W,
      '        when: failure\n',
      '        when: failure\n        if: changed(hosts)\n',
      'ACTION_UNSUPPORTED workspace.poly:135:9',
      BACK,
    ],
    [
      'schema.json broken',
      'blocks/shop/schema.json',
      '"minimum": 1',
      '"minimum": "1"',
      'SCHEMA_INVALID blocks/shop/schema.json:7:49',
    ],
    [
      'schema.json comma',
      'blocks/shop/schema.json',
      '"minimum": 1 },',
      '"minimum": 1, },',
      'SCHEMA_INVALID blocks/shop/schema.json:7:52',
      BACK,
    ],
  ]);
});
