import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in what actions are and run', () => {
  testMistakes('mistakes/actions.txt', [
    [
      'template run by a step',
      W,
      '        block: shop-staging\n        action: check',
      '        block: shop\n        action: check',
      'BLOCK_IS_TEMPLATE workspace.poly:123:16',
      BACK,
    ],
    [
      'both script and playbook',
      block('cluster'),
      '    playbook: install.yml\n',
      '    playbook: install.yml\n    script: echo hello\n',
      'ACTION_AMBIGUOUS blocks/cluster/block.poly:17:5',
      BACK,
    ],
    [
      'neither',
      block('registry'),
      '    script:\n      - docker compose up -d\n',
      '',
      'ACTION_EMPTY blocks/registry/block.poly:14:11',
      BACK,
    ],
    [
      'empty script',
      block('registry'),
      '      - docker compose up -d\n',
      '',
      'ACTION_EMPTY blocks/registry/block.poly:14:11',
      BACK,
    ],
    [
      'missing playbook file',
      block('cluster'),
      'playbook: uninstall.yml',
      'playbook: unstall.yml',
      'PLAYBOOK_MISSING blocks/cluster/block.poly:20:15',
      BACK,
    ],
    [
      'playbook traversal',
      block('cluster'),
      'playbook: uninstall.yml',
      'playbook: ../../etc/uninstall.yml',
      'PLAYBOOK_MISSING blocks/cluster/block.poly:20:15',
      BACK,
    ],
    [
      'missing script file',
      block('registry'),
      './scripts/clean.sh',
      './scripts/cleanup.sh',
      'SCRIPT_MISSING blocks/registry/block.poly:20:9',
      BACK,
    ],
  ]);
});
