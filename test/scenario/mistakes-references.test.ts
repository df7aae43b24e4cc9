import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes in what refers to something else', () => {
  testMistakes('mistakes/references.txt', [
    [
      'duplicate block in workspace',
      W,
      '  - name: shop-staging\n',
      '  - name: shop-production\n',
      'NAME_DUPLICATE workspace.poly:87:11',
      BACK,
    ],
    [
      'duplicate block file',
      block('registry'),
      'name: registry\n',
      'name: cluster\n',
      'NAME_DUPLICATE blocks/registry/block.poly:1:7',
    ],
    [
      'duplicate action',
      block('shop'),
      '  - name: undo\n',
      '  - name: install\n',
      'NAME_DUPLICATE blocks/shop/block.poly:23:11',
      BACK,
    ],
    [
      'duplicate workflow',
      W,
      '  - name: nightly\n',
      '  - name: rebuild\n',
      'NAME_DUPLICATE workspace.poly:140:11',
      BACK,
    ],
    [
      'duplicate step',
      W,
      '      - name: harden\n',
      '      - name: hosts\n',
      'NAME_DUPLICATE workspace.poly:112:15',
      BACK,
    ],
    [
      'unknown block in step',
      W,
      '        block: cluster\n        action: install',
      '        block: clusters\n        action: install',
      'BLOCK_UNKNOWN workspace.poly:117:16',
    ],
    [
      'unknown block in step far',
      W,
      '        block: cluster\n        action: install',
      '        block: kubernetes\n        action: install',
      'BLOCK_UNKNOWN workspace.poly:117:16',
      BACK,
    ],
    [
      'unknown action in step',
      W,
      '        action: check\n',
      '        action: chek\n',
      'ACTION_UNKNOWN workspace.poly:124:17',
    ],
    [
      'unknown action in step far',
      W,
      '        action: check\n',
      '        action: verify\n',
      'ACTION_UNKNOWN workspace.poly:124:17',
      BACK,
    ],
    ['unknown block in from', W, '    from: base/linux', '    from: base/linus', 'BLOCK_UNKNOWN workspace.poly:52:11'],
    [
      'unknown block in inventory.from',
      block('cluster'),
      '  from: servers',
      '  from: server',
      'BLOCK_UNKNOWN blocks/cluster/block.poly:5:9',
    ],
    [
      'unknown block in kubeconfig.from',
      W,
      '      from: cluster\n      context: production',
      '      from: clutser\n      context: production',
      'BLOCK_UNKNOWN workspace.poly:93:13',
    ],
    [
      'unknown block in artifacts.from',
      block('registry'),
      '  from: [servers, cluster]',
      '  from: [servers, custer]',
      'BLOCK_UNKNOWN blocks/registry/block.poly:7:19',
    ],
    [
      'from circle',
      block('base/linux'),
      'template: true\n',
      'template: true\nfrom: hardening\n',
      'INHERITANCE_CYCLE blocks/base/linux/block.poly:5:7',
      BACK,
    ],
    [
      'from itself',
      block('cluster'),
      'kind: k8scluster\n',
      'kind: k8scluster\nfrom: cluster\n',
      'INHERITANCE_CYCLE blocks/cluster/block.poly:3:7',
      BACK,
    ],
  ]);
});
