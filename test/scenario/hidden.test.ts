import { expect, test } from '@jest/globals';
import { scenario } from '../support/command-line.ts';

const FILES = {
  'workspace.poly': 'name: acme\nblocks: [{name: web, config: {open: shown}, actions: [{name: say, script: echo}]}]\n',
  'secrets.poly': `organization: hiddenorg
config: {globals: {pin: 42, flag: true}}
blocks:
  - name: web
    version: 9.9.9-hiddenversion
    description: hiddentext
    labels: {tier: hiddenlabel}
    config: {short: ab, deep: {yes: true}, list: [1, 2]}
    actions: [{name: say, description: hiddenaction, env: {PIN: 7}}]
extramounts: ["/hidden-mount:/x"]
`,
};
const HIDDEN =
  /hidden(?:org|version|text|label|action|-mount)|\b42\b|short: ab|"ab"|PIN: "?7|yes: true|"yes": true|flag: true|- 1\b/;

test.each([
  ['block', 'list', '-o', 'json'],
  ['block', 'list'],
  ['action', 'list', '-o', 'json'],
  ['block', 'list', '--label', 'tier=l'],
  ['block', 'inspect', 'web'],
  ['block', 'inspect', 'web', '-o', 'json'],
  ['action', 'inspect', 'web', 'say'],
  ['workspace', 'inspect'],
  ['workspace', 'snapshot'],
  ['run', 'web', 'say', '--snapshot'],
  ['plan', 'web', 'say'],
  ['block', 'inspect', 'web', '--explain'],
  ['workspace', 'inspect', '--explain'],
  ['config'],
  ['config', '--explain', '-o', 'json'],
  ['validate', '-o', 'json'],
  ['validate', '--strict'],
  ['migrate', '--check'],
])('what secrets.poly says is not shown by: polycrate %s %s %s %s', async (...argv) => {
  await using ws = await scenario(FILES);
  const { stdout, stderr } = await ws.polycrate(...argv);
  expect(`${stdout}${stderr}`).not.toMatch(HIDDEN);
  expect(`${stdout}${stderr}`).not.toBe('');
});
