import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in names', () => {
  testMistakes('mistakes/names.txt', [
    ['name with a space', W, '  - name: rebuild\n', '  - name: re build\n', 'NAME_INVALID workspace.poly:103:11'],
    [
      'name with an umlaut',
      W,
      '      - name: harden\n',
      '      - name: härten\n',
      'NAME_INVALID workspace.poly:112:15',
    ],
    [
      'name with trailing -',
      W,
      '      - name: smoke\n',
      '      - name: smoke-\n',
      'NAME_INVALID workspace.poly:122:15',
    ],
    ['name of one letter', W, '  - name: nightly\n', '  - name: n\n', 'NAME_INVALID workspace.poly:140:11'],
    [
      'name that begins with a digit',
      W,
      '      - name: tell\n',
      '      - name: 2tell\n',
      'NAME_INVALID workspace.poly:135:15',
    ],
    ['name that is a number', W, '      - name: tell\n', '      - name: 22\n', 'NAME_INVALID workspace.poly:135:15'],
    [
      'name that is a path traversal',
      block('registry'),
      'name: registry\n',
      'name: ../registry\n',
      'NAME_INVALID blocks/registry/block.poly:1:7',
    ],
    [
      'name that is a path traversal inside',
      block('registry'),
      'name: registry\n',
      'name: a/../../registry\n',
      'NAME_INVALID blocks/registry/block.poly:1:7',
      BACK,
    ],
    [
      'action name with a space',
      block('servers'),
      '  - name: shell\n',
      '  - name: a shell\n',
      'NAME_INVALID blocks/servers/block.poly:31:11',
    ],
    [
      'action name with a dot',
      block('servers'),
      '  - name: shell\n',
      '  - name: shell.sh\n',
      'NAME_INVALID blocks/servers/block.poly:31:11',
    ],
    [
      'organization with a space',
      W,
      'organization: acme',
      'organization: Acme Inc.',
      'NAME_INVALID workspace.poly:3:15',
    ],
    ['bad enum: container.docker', W, '    docker: auto', '    docker: always', 'VALUE_INVALID workspace.poly:36:13'],
    ['bad enum: ssh.strict', W, '    strict: accept-new', '    strict: no', 'VALUE_INVALID workspace.poly:40:13'],
    ['bad enum: near', W, '    secrets: file', '    secrets: files', 'VALUE_INVALID workspace.poly:38:14'],
    ['bad when', W, '        when: failure', '        when: failed', 'VALUE_INVALID workspace.poly:134:15'],
    ['when as truth', W, '        when: always', '        when: true', 'VALUE_INVALID workspace.poly:138:15'],
    [
      'rollback without when',
      W,
      '        action: undo\n        when: failure\n',
      '        action: undo\n',
      'VALUE_INVALID workspace.poly:131:15',
    ],
    [
      'unknown kind',
      block('registry'),
      'kind: dockerapp',
      'kind: dockerap',
      'VALUE_INVALID blocks/registry/block.poly:2:7',
    ],
    [
      'unknown kind far',
      block('registry'),
      'kind: dockerapp',
      'kind: thing',
      'VALUE_INVALID blocks/registry/block.poly:2:7',
      BACK,
    ],
    [
      'label is a list',
      block('servers'),
      '  layer: "0"',
      '  layer: [0]',
      'VALUE_INVALID blocks/servers/block.poly:8:10',
    ],
    [
      'env value is a map',
      block('servers'),
      '      TF_IN_AUTOMATION: 1',
      '      TF_IN_AUTOMATION: { a: 1 }',
      'VALUE_INVALID blocks/servers/block.poly:22:25',
    ],
    [
      'null in list',
      W,
      '  - NO_PROXY=localhost,10.0.0.0/8\n',
      '  - NO_PROXY=localhost,10.0.0.0/8\n  -\n',
      'VALUE_INVALID workspace.poly:17:4',
      BACK,
    ],
    [
      'config is a list',
      block('cluster'),
      'config:\n  distribution: k3s\n  channel: v1.33\n',
      'config:\n  - distribution: k3s\n  - channel: v1.33\n',
      'YAML_INVALID blocks/cluster/block.poly:11:3',
      BACK,
    ],
  ]);
});
