import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in what a value looks like', () => {
  testMistakes('mistakes/values.txt', [
    [
      'from as a map',
      W,
      '    from: base/linux',
      '    from: { name: base/linux }',
      'VALUE_INVALID workspace.poly:52:11',
    ],
    [
      'from as a map on a line of its own',
      W,
      '    from: base/linux',
      '    from:\n      name: base/linux',
      'VALUE_INVALID workspace.poly:53:7',
    ],
    [
      'artifacts as a list',
      block('registry'),
      'artifacts:\n  from: [servers, cluster]',
      'artifacts: [servers, cluster]',
      'VALUE_INVALID blocks/registry/block.poly:6:12',
    ],
    [
      'artifacts as a list of several lines',
      block('registry'),
      'artifacts:\n  from: [servers, cluster]',
      'artifacts:\n  - servers\n  - cluster',
      'VALUE_INVALID blocks/registry/block.poly:7:3',
      BACK,
    ],
    [
      'a duration in words',
      block('servers'),
      'timeout: 30m',
      'timeout: 5 minutes',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'a duration in more words',
      block('servers'),
      'timeout: 30m',
      'timeout: 1 hour and 30 min',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'a duration without its unit',
      block('servers'),
      'timeout: 30m',
      'timeout: 300',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'a duration below zero',
      block('servers'),
      'timeout: 30m',
      'timeout: -5m',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'a duration of zero',
      block('servers'),
      'timeout: 30m',
      'timeout: 0',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'a duration that is none',
      block('servers'),
      'timeout: 30m',
      'timeout: soon',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'a script in braces',
      block('shop'),
      'script: helm rollback shop',
      'script: { a: b }',
      'VALUE_INVALID blocks/shop/block.poly:24:13',
      BACK,
    ],
    [
      'a script below another word',
      block('shop'),
      'script: helm rollback shop',
      'script: { shell: "helm rollback: shop" }',
      'VALUE_INVALID blocks/shop/block.poly:24:13',
    ],
    [
      'yes where true, false or auto belong',
      W,
      '    docker: auto',
      '    docker: yes',
      'VALUE_COERCED workspace.poly:36:13',
    ],
    [
      'quoted truth where auto belongs as well',
      W,
      '    docker: auto',
      '    docker: "false"',
      'VALUE_COERCED workspace.poly:36:13',
    ],
    [
      'required as a text in schema.json',
      'blocks/shop/schema.json',
      '["replicas", "host", "image"]',
      '"image"',
      'SCHEMA_INVALID blocks/shop/schema.json:5:15',
    ],
    [
      'a misspelt type in schema.json',
      'blocks/shop/schema.json',
      '"host": { "type": "string" }',
      '"host": { "type": "sting" }',
      'SCHEMA_INVALID blocks/shop/schema.json:8:23',
    ],
    [
      'a type as a schema in schema.json',
      'blocks/shop/schema.json',
      '"chart": { "type": "object" }',
      '"chart": "object"',
      'SCHEMA_INVALID blocks/shop/schema.json:10:14',
    ],
  ]);
});
