import { describe } from '@jest/globals';
import { testMistakes } from '../support/mistakes.ts';

const W = 'workspace.poly';
const block = (name: string): string => `blocks/${name}/block.poly`;

describe('mistakes nobody sees: tabs, unusual spaces', () => {
  testMistakes('mistakes/blanks.txt', [
    [
      'a tab in the text of a script',
      block('registry'),
      '        --data "done',
      '\t  --data "done',
      'YAML_INVALID blocks/registry/block.poly:24:1',
    ],
    [
      'a tab before the first line of a text',
      W,
      '      banner: |\n        This host belongs to team platform.\n        Everything: logged.\n',
      '      banner: |\n\tThis host belongs to team platform.\n',
      'YAML_INVALID workspace.poly:62:1',
    ],
    ['a tab at the top', W, 'version: 2.4.0', '\tversion: 2.4.0', 'YAML_INVALID workspace.poly:5:1'],
    [
      'a tab after a dash',
      block('shop'),
      '  - name: undo',
      '  -\tname: undo',
      'YAML_INVALID blocks/shop/block.poly:23:4',
    ],
    [
      'a non-breaking space after a dash',
      block('shop'),
      '  - name: undo',
      '  -\u00A0name: undo',
      'YAML_INVALID blocks/shop/block.poly:23:4',
    ],
    [
      'a non-breaking space after the first dash',
      block('cluster'),
      '  - name: install',
      '  -\u00A0name: install',
      'YAML_INVALID blocks/cluster/block.poly:15:4',
    ],
    [
      'a non-breaking space after the dash of a text',
      block('shop'),
      '      - kubectl',
      '      -\u00A0kubectl',
      'YAML_INVALID blocks/shop/block.poly:22:8',
    ],
    [
      'a non-breaking space before a key',
      W,
      '  artifactsroot: artifacts',
      '\u00A0 artifactsroot: artifacts',
      'YAML_INVALID workspace.poly:27:1',
    ],
    [
      'only non-breaking spaces before a key',
      W,
      '  team: platform',
      '\u00A0\u00A0team: platform',
      'YAML_INVALID workspace.poly:8:1',
    ],
    [
      'a non-breaking space before a key at the top',
      W,
      'version: 2.4.0',
      '\u00A0version: 2.4.0',
      'YAML_INVALID workspace.poly:5:1',
    ],
    [
      'a non-breaking space before a colon',
      W,
      'version: 2.4.0',
      'version\u00A0: 2.4.0',
      'YAML_INVALID workspace.poly:5:8',
    ],
    [
      'a non-breaking space after a colon',
      W,
      'version: 2.4.0',
      'version:\u00A02.4.0',
      'YAML_INVALID workspace.poly:5:9',
    ],
    [
      'a non-breaking space before a value',
      W,
      'version: 2.4.0',
      'version: \u00A02.4.0',
      'YAML_INVALID workspace.poly:5:10',
    ],
    ['an invisible character in a key', W, 'version: 2.4.0', '\u200Bversion: 2.4.0', 'YAML_INVALID workspace.poly:5:1'],
    ['a wide space before a key', W, '  team: platform', '\u3000 team: platform', 'YAML_INVALID workspace.poly:8:1'],
    ['= instead of a colon', W, 'version: 2.4.0', 'version = 2.4.0', 'YAML_INVALID workspace.poly:5:1'],
  ]);
});
