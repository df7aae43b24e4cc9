import { describe } from '@jest/globals';
import { testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes inside brackets and braces', () => {
  testMistakes('mistakes/flow.txt', [
    [
      'single quotes in single quotes',
      W,
      'description: Everything that team platform runs',
      "description: 'it's what team platform runs'",
      'YAML_INVALID workspace.poly:4:14',
    ],
    [
      'double quotes in double quotes',
      W,
      'description: Everything that team platform runs',
      'description: "what "team platform" runs"',
      'YAML_INVALID workspace.poly:4:14',
    ],
    [
      'single quotes in single quotes, in braces',
      block('shop'),
      'labels: { kind: change }',
      "labels: { why: 'it's new', kind: change }",
      'YAML_INVALID blocks/shop/block.poly:19:20',
    ],
    [
      'text that goes on after its quotes, in braces',
      block('shop'),
      'labels: { kind: change }',
      'labels: { why: "new" things, kind: change }',
      'YAML_INVALID blocks/shop/block.poly:19:20',
    ],
    [
      'a bracket too many',
      W,
      'regions: [eu-central-1, eu-west-1]',
      'regions: { eu: [central-1, west-1]] }',
      'YAML_INVALID workspace.poly:33:39',
    ],
    [
      'a brace not closed before its bracket',
      W,
      'regions: [eu-central-1, eu-west-1]',
      'regions: [{ name: eu-central-1 }, { name: eu-west-1]',
      'YAML_INVALID workspace.poly:33:56',
    ],
    [
      'no comma between two pairs',
      W,
      '        action: facts\n',
      '        action: facts\n        labels: { a: b c: d }\n',
      'YAML_INVALID workspace.poly:145:24',
    ],
    [
      'no comma between two pairs without quotes',
      block('cluster'),
      'prompt: { message: Remove the cluster? }',
      'labels: { kind: change team: platform }',
      'YAML_INVALID blocks/cluster/block.poly:19:28',
    ],
    [
      'no comma after a bracket',
      W,
      'regions: [eu-central-1, eu-west-1]',
      'regions: { eu: [central-1, west-1] us: [east-1] }',
      'YAML_INVALID workspace.poly:33:40',
    ],
    [
      'no space after a colon in braces',
      block('cluster'),
      'prompt: { message: Remove the cluster? }',
      'labels: { kind:change, team: platform }',
      'YAML_INVALID blocks/cluster/block.poly:19:15',
    ],
    [
      'no space after the only colon in braces',
      block('cluster'),
      'prompt: { message: Remove the cluster? }',
      'labels: { kind:change }',
      'YAML_INVALID blocks/cluster/block.poly:19:15',
    ],
    [
      'no name in braces',
      W,
      '  - name: registry\n',
      '  - { kind: library }\n  - name: registry\n',
      'KEY_MISSING workspace.poly:71:5',
    ],
  ]);
});
