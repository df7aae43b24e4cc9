import { describe } from '@jest/globals';
import { testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes with the dashes of lists', () => {
  testMistakes('mistakes/dashes.txt', [
    [
      'no dash before the only action',
      block('cluster'),
      '  - name: install\n    playbook: install.yml\n    timeout: 1h30m\n  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook: uninstall.yml',
      '  name: install\n  playbook: install.yml\n  timeout: 1h30m',
      'VALUE_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'no dash before an action of several levels',
      block('cluster'),
      '  - name: install\n    playbook: install.yml\n    timeout: 1h30m\n  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook: uninstall.yml',
      '  name: install\n  script:\n    - echo one\n    - echo two',
      'VALUE_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'no dash before an action that begins with its script',
      block('cluster'),
      '  - name: install\n    playbook: install.yml\n    timeout: 1h30m\n  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook: uninstall.yml',
      '  script:\n    - echo one\n  name: install',
      'VALUE_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'braces without brackets around the only step',
      W,
      '    steps:\n      - name: facts\n        block: hardening\n        action: facts\n      - name: clean\n        block: registry\n        action: clean',
      '    steps: { name: facts, block: hardening, action: facts }',
      'VALUE_INVALID workspace.poly:141:12',
    ],
    [
      'no dash before a second action',
      block('cluster'),
      '  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook',
      '  name: uninstall\n  prompt: { message: Remove the cluster? }\n  playbook',
      'YAML_INVALID blocks/cluster/block.poly:18:3',
    ],
    [
      'no dash before a second action that is indented right',
      block('cluster'),
      '  - name: uninstall\n    prompt',
      '  name: uninstall\n    prompt',
      'YAML_INVALID blocks/cluster/block.poly:18:3',
    ],
    [
      'no dash before a second block of one line',
      W,
      '  - name: shop-staging\n',
      '  - name: cluster\n  name: shop-staging\n',
      'YAML_INVALID workspace.poly:79:3',
    ],
    [
      'no dash, but the column of the keys before',
      block('cluster'),
      '  - name: uninstall\n    prompt',
      '    name: uninstall\n    prompt',
      'YAML_INVALID blocks/cluster/block.poly:18:5',
    ],
    [
      'no space after the first dash',
      block('cluster'),
      '  - name: install\n',
      '  -name: install\n',
      'YAML_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'no space after the first dash, the rest aligned with the name',
      block('cluster'),
      '  - name: install\n    playbook: install.yml\n    timeout: 1h30m\n  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook: uninstall.yml',
      '  -name: install\n   playbook: install.yml',
      'YAML_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'no space after the only dash',
      block('cluster'),
      '  - name: install\n    playbook: install.yml\n    timeout: 1h30m\n  - name: uninstall\n    prompt: { message: Remove the cluster? }\n    playbook: uninstall.yml',
      '  -name: install\n    playbook: install.yml',
      'YAML_INVALID blocks/cluster/block.poly:15:3',
    ],
    [
      'no space after the dash of a second action',
      block('servers'),
      '  - name: destroy',
      '  -name: destroy',
      'YAML_INVALID blocks/servers/block.poly:27:3',
    ],
    [
      'no space after the only dash of a variable',
      W,
      '  - HTTP_PROXY=http://proxy.example.com:3128\n  - NO_PROXY=localhost,10.0.0.0/8\n',
      '  -HTTP_PROXY=http://proxy.example.com:3128\n',
      'VALUE_INVALID workspace.poly:15:3',
    ],
    [
      'no dash in secrets',
      'secrets.poly',
      '  - name: registry\n    config:\n      admin:\n        password: dummy-password-of-nobody\n  - name: shop-production\n    config:\n      database:\n        password: "dummy: with a colon"',
      '  name: registry\n  config:\n    admin:\n      password: dummy-password-of-nobody',
      'VALUE_INVALID secrets.poly:6:3',
    ],
  ]);
});
