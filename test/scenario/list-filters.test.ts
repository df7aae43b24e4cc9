import { describe, expect, test } from '@jest/globals';
import { scenario } from '../support/command-line.ts';

const ACME = {
  'workspace.poly': `name: acme
blocks:
  - { name: web-1, from: web, labels: { tier: front, team: blue } }
  - { name: web-2, from: web, labels: { tier: front, team: red } }
  - { name: db, alias: [database], kind: dockerapp, labels: { tier: back } }
  - name: web
    template: true
    actions:
      - { name: deploy, script: echo deploy, labels: { risk: high } }
      - { name: check, playbook: /check.yml }
workflows:
  - { name: deploy-all, labels: { team: blue }, steps: [{ name: one, block: web-1, action: deploy }] }
  - { name: nightly, steps: [{ name: one, block: web-2, action: deploy }] }
`,
};

/** The names that a list answers, and what is told beside it. */
async function list(line: string): Promise<{ names: string[]; status: number; note: string }> {
  await using ws = await scenario(ACME);
  const { status, stdout, stderr } = await ws.polycrate(...line.split(' '));
  const rows = stdout.split('\n').slice(1, -1);
  return {
    status,
    names: rows.map((row) =>
      row
        .trim()
        .split(/ +/)
        .slice(0, line.startsWith('action') ? 2 : 1)
        .join('/'),
    ),
    note: stderr,
  };
}

describe('a list', () => {
  test.each([
    ['block list', 'db web web-1 web-2'],
    ['block list web-*', 'web-1 web-2'],
    ['block list web-? db', 'db web-1 web-2'],
    ['block list --name web-* --name db', 'db web-1 web-2'],
    ['block list data*', 'db'],
    ['block list --kind dockerapp', 'db'],
    ['block list --kind docker*', 'db'],
    ['block list --label tier=f*', 'web-1 web-2'],
    ['block list --label team!=r?d', 'db web web-1'],
    ['block list --kind dockerapp,generic web*', 'web web-1 web-2'],
    ['block list --label tier', 'db web-1 web-2'],
    ['block list --label tier=front', 'web-1 web-2'],
    ['block list --label tier==front --label team!=red', 'web-1'],
    ['block list --label tier=front,team=red', 'web-2'],
    ['block list --label !tier', 'web'],
    ['block list --template', 'web'],
    ['block list --no-template --label tier!=back', 'web-1 web-2'],
    ['action list web-1', 'web-1/deploy web-1/check'],
    ['action list --block web-1', 'web-1/deploy web-1/check'],
    ['action list web-* --kind playbook', 'web-1/check web-2/check'],
    ['action list web-* --name d* --label risk=high', 'web-1/deploy web-2/deploy'],
    ['workflow list d*', 'deploy-all'],
    ['workflow list --label team=blue', 'deploy-all'],
  ])('%s has %s', async (line, names) => {
    expect(await list(line)).toEqual({ status: 0, names: names.split(' '), note: '' });
  });
});

describe('filters that nothing meets', () => {
  test.each([
    ['block list --name wep', 'No block is called "wep"; the nearest is "web".'],
    ['block list --kind docker', 'No block is of the kind "docker"; the nearest is "dockerapp".'],
    ['block list zzz*', 'No block is called "zzz*"; here are database, db, web, web-1, web-2.'],
    ['block list --kind dokerapp', 'No block is of the kind "dokerapp"; the nearest is "dockerapp".'],
    ['block list --label teir=front', 'No block has the label "teir"; the nearest is "tier".'],
    ['block list --label tier=frond', 'No block has the label "tier" with the value "frond"; the nearest is "front".'],
    ['block list db --label team=blue', 'No block passes all of these filters at once.'],
    ['block list --template --label tier', 'No template has the label "tier"'],
    ['action list web-1 --kind script --name check', 'No action passes all of these filters at once.'],
    ['action list --kind helm', 'No action is of the kind "helm"; here are playbook, script.'],
    ['action list wob-*', 'No block is called "wob-*"; here are database, db, web, web-1, web-2.'],
    ['action list db', 'No actions yet.'],
    [
      'workflow list --label !polycrate.io/none --name nigthly',
      'No workflow is called "nigthly"; the nearest is "nightly".',
    ],
  ])('%s: %s', async (line, note) => {
    const answer = await list(line);
    expect(answer).toMatchObject({ status: 0, names: [] });
    expect(answer.note).toContain(note);
  });

  test('leave an empty list as data', async () => {
    await using ws = await scenario(ACME);
    expect(await ws.polycrate('block', 'list', 'wep*', '-o', 'json')).toEqual({
      status: 0,
      stdout: '[]\n',
      stderr: '',
    });
  });

  test.each([
    ['block list wep', 'BLOCK_UNKNOWN', 'did you mean "web"?'],
    ['block list web nope', 'BLOCK_UNKNOWN', 'blocks here: database, db, web, web-1, web-2'],
    ['action list wep', 'BLOCK_UNKNOWN', 'did you mean "web"?'],
    ['workflow list nigthly', 'WORKFLOW_UNKNOWN', 'did you mean "nightly"?'],
  ])('%s: a name that is not there is an error, unlike a glob', async (line, code, hint) => {
    const { status, note } = await list(line);
    expect(status).toBe(65);
    expect(note).toContain(`error[${code}] `);
    expect(note).toContain(`hint  ${hint}`);
  });

  test.each(['=x', '!tier=front', ''])('--label "%s" is not understood', async (label) => {
    await using ws = await scenario(ACME);
    const { status, stderr } = await ws.polycrate('block', 'list', '--label', label);
    expect(status).toBe(64);
    expect(stderr).toContain('It is KEY, KEY=VALUE, KEY!=VALUE or !KEY.');
  });
});
