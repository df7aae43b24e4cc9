import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in indentation, colons and dashes', () => {
  testMistakes('mistakes/indentation.txt', [
    [
      'wrong indentation: one key of a map too far',
      W,
      '  team: platform\n',
      '    team: platform\n',
      'YAML_INVALID workspace.poly:9:3',
    ],
    [
      'wrong indentation: a key of a step too little',
      W,
      '        action: provision\n',
      '      action: provision\n',
      'YAML_INVALID workspace.poly:111:7',
    ],
    [
      'wrong indentation: one space too many',
      block('shop'),
      '  replicas: 2\n  image:',
      '   replicas: 2\n  image:',
      'YAML_INVALID blocks/shop/block.poly:8:4',
    ],
    [
      'a list item out of line',
      W,
      '  - NO_PROXY=localhost,10.0.0.0/8\n',
      '   - NO_PROXY=localhost,10.0.0.0/8\n',
      'YAML_INVALID workspace.poly:16:4',
    ],
    [
      'a list item too little indented',
      block('servers'),
      '    - fsn1\n    - nbg1\n',
      '    - fsn1\n  - nbg1\n',
      'YAML_INVALID blocks/servers/block.poly:15:3',
    ],
    [
      'missing colon before a map',
      W,
      '  container:\n    network: host',
      '  container\n    network: host',
      'YAML_INVALID workspace.poly:34:3',
    ],
    [
      'missing colon with a value',
      block('shop'),
      'kind: k8sapp\n',
      'kind k8sapp\n',
      'YAML_INVALID blocks/shop/block.poly:2:1',
    ],
    ['missing colon at the top, before a list', W, 'workflows:\n', 'workflows\n', 'YAML_INVALID workspace.poly:102:1'],
    [
      'missing space after the colon',
      block('cluster'),
      'kind: k8scluster',
      'kind:k8scluster',
      'YAML_INVALID blocks/cluster/block.poly:2:1',
    ],
    [
      'missing space after the colon, nested',
      W,
      '    strict: accept-new',
      '    strict:accept-new',
      'YAML_INVALID workspace.poly:40:5',
    ],
    [
      'missing space after the colon in the last key',
      W,
      '        action: clean\n',
      '        action:clean\n',
      'YAML_INVALID workspace.poly:147:9',
    ],
    [
      'missing space after the dash',
      W,
      '  - HTTP_PROXY=http',
      '  -HTTP_PROXY=http',
      'VALUE_INVALID workspace.poly:15:3',
      BACK,
    ],
    [
      'missing space after the dash of a script',
      block('shop'),
      '      - kubectl rollout',
      '      -kubectl rollout',
      'YAML_INVALID blocks/shop/block.poly:22:7',
    ],
    ['missing dash', W, '      - name: harden\n', '        name: harden\n', 'YAML_INVALID workspace.poly:112:9', BACK],
    [
      'a tab as indentation',
      block('registry'),
      '  port: 5000',
      '\tport: 5000',
      'YAML_INVALID blocks/registry/block.poly:9:1',
    ],
    [
      'a tab after spaces',
      block('registry'),
      '  storage: /srv',
      '  \tstorage: /srv',
      'YAML_INVALID blocks/registry/block.poly:10:3',
    ],
  ]);
});
