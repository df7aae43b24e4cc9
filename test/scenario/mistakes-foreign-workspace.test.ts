import { describe } from '@jest/globals';
import { BACK, testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('keys that people know from other tools, in workspace.poly', () => {
  testMistakes('mistakes/foreign-workspace.txt', [
    ['volumes of a workspace', W, 'extramounts:\n', 'volumes:\n', 'KEY_UNKNOWN workspace.poly:17:1'],
    ['env of a workspace', W, 'extraenv:\n', 'env:\n', 'KEY_UNKNOWN workspace.poly:14:1'],
    [
      'env of a workspace as a map',
      W,
      'extraenv:\n  - HTTP_PROXY=http://proxy.example.com:3128\n  - NO_PROXY=localhost,10.0.0.0/8\n',
      'env:\n  NO_PROXY: localhost\n',
      'KEY_UNKNOWN workspace.poly:14:1',
      BACK,
    ],
    [
      'secrets in workspace.poly',
      W,
      'meta:\n',
      'secrets:\n  token: x\nmeta:\n',
      'KEY_UNKNOWN workspace.poly:10:1',
      BACK,
    ],
    [
      'engine below config',
      W,
      '  artifactsroot: artifacts',
      '  engine: podman\n  artifactsroot: artifacts',
      'KEY_UNKNOWN workspace.poly:27:3',
    ],
    [
      'loglevel below config',
      W,
      '  artifactsroot: artifacts',
      '  loglevel: 2\n  artifactsroot: artifacts',
      'KEY_UNKNOWN workspace.poly:27:3',
    ],
    [
      'on_failure of a step',
      W,
      '        action: undo\n        when: failure',
      '        action: undo\n        on_failure: true',
      'KEY_UNKNOWN workspace.poly:134:9',
      BACK,
    ],
    [
      'continue_on_error of a step',
      W,
      '        allow_failure: true',
      '        continue_on_error: true',
      'KEY_UNKNOWN workspace.poly:125:9',
    ],
    [
      'tasks of a workflow',
      W,
      '  - name: nightly\n    steps:',
      '  - name: nightly\n    tasks:',
      'KEY_UNKNOWN workspace.poly:141:5',
    ],
    [
      'msg of a prompt',
      block('cluster'),
      'prompt: { message: Remove the cluster? }',
      'prompt: { msg: Remove the cluster? }',
      'KEY_UNKNOWN blocks/cluster/block.poly:19:15',
    ],
    [
      'a misspelt name',
      block('cluster'),
      'name: cluster\n',
      'nmae: cluster\n',
      'KEY_UNKNOWN blocks/cluster/block.poly:1:1',
    ],
  ]);
});
