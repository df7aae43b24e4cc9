import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in values of which only some are right', () => {
  testMistakes('mistakes/words.txt', [
    ['yes instead of true', W, '    agent: true', '    agent: yes', 'VALUE_COERCED workspace.poly:41:12'],
    [
      'on instead of true',
      block('servers'),
      '    interactive: true',
      '    interactive: on',
      'VALUE_COERCED blocks/servers/block.poly:32:18',
    ],
    [
      'quoted truth',
      W,
      '        allow_failure: true',
      '        allow_failure: "true"',
      'VALUE_COERCED workspace.poly:125:24',
    ],
    [
      'text for truth',
      block('shop'),
      'template: true',
      'template: sometimes',
      'VALUE_INVALID blocks/shop/block.poly:3:11',
    ],
    [
      'number for truth',
      block('shop'),
      'supports_ha: true',
      'supports_ha: 1',
      'VALUE_INVALID blocks/shop/block.poly:6:14',
    ],
    [
      'text instead of number',
      W,
      '    enabled: true\n',
      '    enabled: true\n    keep: ninety\n',
      'VALUE_INVALID workspace.poly:30:11',
      BACK,
    ],
    [
      'bad duration: without unit',
      block('servers'),
      'timeout: 30m',
      'timeout: 30',
      'VALUE_INVALID blocks/servers/block.poly:20:14',
    ],
    [
      'bad duration: words',
      block('cluster'),
      'timeout: 1h30m',
      'timeout: 1 hour',
      'VALUE_INVALID blocks/cluster/block.poly:17:14',
    ],
    [
      'bad duration: in config',
      W,
      'control_persist: 10m',
      'control_persist: 10min',
      'VALUE_INVALID workspace.poly:42:22',
    ],
    [
      'bad config.timeout',
      W,
      '          timeout: 600',
      '          timeout: soon',
      'VALUE_INVALID workspace.poly:69:20',
      BACK,
    ],
  ]);
});
