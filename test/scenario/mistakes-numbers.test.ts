import { describe } from '@jest/globals';
import { testMistakes } from '../support/mistakes.ts';

const block = (name: string): string => `blocks/${name}/block.poly`;

describe('numbers that are not what is written', () => {
  testMistakes('mistakes/numbers.txt', [
    [
      'a version that loses its zero',
      block('cluster'),
      'channel: v1.33',
      'channel: 1.30',
      'VALUE_COERCED blocks/cluster/block.poly:10:12',
    ],
    [
      'a mode that loses its zero',
      block('registry'),
      'storage: /srv/registry',
      'mode: 0644',
      'VALUE_COERCED blocks/registry/block.poly:10:9',
    ],
    [
      'a port with a zero before it',
      block('registry'),
      'storage: /srv/registry',
      'backup: 080',
      'VALUE_COERCED blocks/registry/block.poly:10:11',
    ],
    [
      'a hash that is read as a number',
      block('registry'),
      'storage: /srv/registry',
      'commit: 1234e5',
      'VALUE_COERCED blocks/registry/block.poly:10:11',
    ],
    [
      'underscores in a number',
      block('registry'),
      'storage: /srv/registry',
      'blobs: 1_000',
      'VALUE_COERCED blocks/registry/block.poly:10:10',
    ],
    [
      'a version in a list that loses its zero',
      block('servers'),
      '    - fsn1\n',
      '    - 3.10\n',
      'VALUE_COERCED blocks/servers/block.poly:14:7',
    ],
    [
      'a mode in env',
      block('servers'),
      'TF_IN_AUTOMATION: 1',
      'UMASK: 0022',
      'VALUE_COERCED blocks/servers/block.poly:22:14',
    ],
  ]);
});
