import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in paths, mounts and variables', () => {
  testMistakes('mistakes/paths.txt', [
    [
      'root outside',
      W,
      '  artifactsroot: artifacts',
      '  artifactsroot: ../artifacts',
      'VALUE_INVALID workspace.poly:27:18',
    ],
    ['root outside abs', W, '    path: .logs', '    path: /var/log/platform', 'VALUE_INVALID workspace.poly:30:11'],
    [
      'extraenv without =',
      W,
      '  - NO_PROXY=localhost,10.0.0.0/8',
      '  - NO PROXY=localhost',
      'ENV_INVALID workspace.poly:16:5',
    ],
    [
      'extraenv with space around =',
      W,
      '  - NO_PROXY=localhost',
      '  - NO_PROXY = localhost',
      'ENV_INVALID workspace.poly:16:5',
    ],
    ['extraenv with a dash', W, '  - NO_PROXY=localhost', '  - NO-PROXY=localhost', 'ENV_INVALID workspace.poly:16:5'],
    [
      'extramounts without target',
      W,
      '  - ./certs:/etc/platform/certs:ro',
      '  - ./certs',
      'MOUNT_INVALID workspace.poly:18:5',
      BACK,
    ],
    [
      'extramounts rel target',
      W,
      '  - ./certs:/etc/platform/certs:ro',
      '  - ./certs:etc/certs',
      'MOUNT_INVALID workspace.poly:18:5',
      BACK,
    ],
    [
      'extramounts bad mode',
      W,
      '  - ./certs:/etc/platform/certs:ro',
      '  - ./certs:/etc/platform/certs:readonly',
      'MOUNT_INVALID workspace.poly:18:5',
      BACK,
    ],
    [
      'extramounts missing source',
      W,
      '  - ./certs:/etc/platform/certs:ro',
      '  - ./cert:/etc/platform/certs:ro',
      'MOUNT_SOURCE_MISSING workspace.poly:18:5',
      BACK,
    ],
    [
      'env name bad',
      block('servers'),
      '      TF_IN_AUTOMATION: 1',
      '      TF-IN-AUTOMATION: 1',
      'ENV_INVALID blocks/servers/block.poly:22:7',
    ],
  ]);
});
