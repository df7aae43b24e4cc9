import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in the type of a value', () => {
  testMistakes('mistakes/types.txt', [
    [
      'list where a map belongs',
      W,
      'labels:\n  team: platform\n  tier: "1"',
      'labels:\n  - team: platform\n  - tier: "1"',
      'VALUE_INVALID workspace.poly:8:3',
      BACK,
    ],
    [
      'map where a list belongs: blocks',
      W,
      '  - name: servers\n    config:\n      count: 3\n      size: cx32\n',
      '  servers:\n    config:\n      count: 3\n      size: cx32\n',
      'YAML_INVALID workspace.poly:50:3',
      BACK,
    ],
    [
      'map where a list belongs: actions',
      block('cluster'),
      'actions:\n  - name: install\n    playbook: install.yml\n    timeout: 1h30m\n  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook: uninstall.yml',
      'actions:\n  install:\n    playbook: install.yml\n    timeout: 1h30m\n',
      'VALUE_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'map of env where a list belongs',
      W,
      '  - HTTP_PROXY=http://proxy.example.com:3128\n  - NO_PROXY=localhost,10.0.0.0/8\n',
      '  HTTP_PROXY: http://proxy.example.com:3128\n',
      'VALUE_INVALID workspace.poly:15:3',
      BACK,
    ],
    [
      'scalar instead of list',
      W,
      'extramounts:\n  - ./certs:/etc/platform/certs:ro',
      'extramounts: ./certs:/etc/platform/certs:ro',
      'VALUE_INVALID workspace.poly:17:14',
    ],
    ['a text as a block', W, 'blocks:\n', 'blocks:\n  - other\n', 'VALUE_INVALID workspace.poly:45:5'],
    [
      'a text as a step',
      W,
      '      - name: clean\n        block: registry\n        action: clean\n',
      '      - registry clean\n',
      'VALUE_INVALID workspace.poly:145:9',
      BACK,
    ],
    [
      'prompt as text',
      block('servers'),
      'prompt:\n      message: Destroy every host?',
      'prompt: Destroy every host?',
      'VALUE_INVALID blocks/servers/block.poly:28:13',
    ],
    [
      'inventory as text',
      block('cluster'),
      'inventory:\n  from: servers',
      'inventory: servers',
      'VALUE_INVALID blocks/cluster/block.poly:4:12',
    ],
    [
      'number instead of text',
      block('cluster'),
      'description: The Kubernetes cluster of the team',
      'description: 42',
      'VALUE_COERCED blocks/cluster/block.poly:3:14',
    ],
    [
      'version as a number',
      block('base/linux'),
      'version: 3.1.0',
      'version: 3.10',
      'VALUE_COERCED blocks/base/linux/block.poly:5:10',
    ],
    ['boolean instead of text', W, '    network: host', '    network: true', 'VALUE_COERCED workspace.poly:35:14'],
    [
      'playbook as list',
      block('cluster'),
      'playbook: install.yml',
      'playbook: [install.yml]',
      'VALUE_INVALID blocks/cluster/block.poly:16:15',
    ],
    [
      'script as map',
      block('shop'),
      '    script: helm rollback shop',
      '    script:\n      run: helm rollback shop',
      'VALUE_INVALID blocks/shop/block.poly:25:7',
    ],
  ]);
});
