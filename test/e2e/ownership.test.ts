import { afterEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { OPEN_PLACES } from '../../src/adapters/engine/tidy.ts';
import { DEFAULT_IMAGE } from '../../src/schema/settings.ts';
import { VERSION } from '../../src/version.ts';
import { prepareTestImage } from '../support/engine.ts';
import { closeWorkspaces, createScripts, createWorkspace, giveAway } from '../support/workspaces.ts';
import type { TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

// Somebody without an entry in /etc/passwd, as in CI jobs. Only root can become somebody else.
const SOMEBODY = process.getuid?.() === 0 ? { uid: 12345, gid: 12346 } : undefined;
const { uid, gid } = SOMEBODY ?? { uid: process.getuid?.(), gid: process.getgid?.() };

async function runAsSomebody(workspace: TestWorkspace, ...args: readonly string[]) {
  if (SOMEBODY !== undefined) await giveAway(workspace.directory, SOMEBODY);
  const user = SOMEBODY === undefined ? {} : { user: SOMEBODY };
  return (await workspace.start(args, { ...user, env: { HOME: workspace.directory } })).finished;
}

describe('a caller who is not root', () => {
  test('owns everything a run makes, in the workspace and in the artifacts', async () => {
    const workspace = await createScripts({
      go: 'mkdir -p /workspace/made/deep; touch /workspace/made/deep/file "$ARTIFACTS/result"; echo "$(id -u):$(id -g)"',
    });
    const run = await runAsSomebody(workspace, 'run', 'main', 'go');
    expect(run).toMatchObject({ code: 0, stdout: `${uid}:${gid}\n` });
    const made = await readdir(workspace.directory, { recursive: true });
    expect(made).toEqual(expect.arrayContaining(['made/deep/file', 'artifacts/blocks/main/result']));
    const owners = await Promise.all(
      made.map(async (name) => {
        const info = await stat(path.join(workspace.directory, name));
        return { name, uid: info.uid, gid: info.gid };
      }),
    );
    expect(owners).toEqual(made.map((name) => ({ name, uid, gid })));
  });

  test('has a name, a writable home and no other rights inside', async () => {
    const workspace = await createScripts({
      go: `whoami
echo kept > ~/file; cat ~/file; cat "$HOME/file"
touch /usr/bin/made 2>/dev/null || echo 'no rights'
ssh-keygen -q -t ed25519 -N '' -f ~/key && echo 'ssh knows me'
git config --global user.name Ada && git config --global user.name`,
    });
    const run = await runAsSomebody(workspace, 'run', 'main', 'go');
    expect(run.stdout.split('\n').slice(1)).toEqual(['kept', 'kept', 'no rights', 'ssh knows me', 'Ada', '']);
    expect(run.stdout).toMatch(/^\w+\n/);
    expect(run.code).toBe(0);
  });

  test('gets short steps of a workflow run in one container, where nothing of one reaches the next', async () => {
    const steps = ['one', 'two', 'three'].map((name) => `{ name: ${name}, block: main, action: go }`);
    const container = "grep -om1 'upperdir=[^,]*' /proc/self/mounts";
    const workspace = await createScripts(
      { go: `id -un >/dev/null; ls -A /tmp ~; [[ $POLYCRATE_STEP != two ]] || echo >/tmp/left; ${container}` },
      `workflows: [{ name: flow, steps: [${steps.join(', ')}] }]\n`,
    );
    // On a busy machine a step may take too long for that; then the next one's container is made beside it.
    let isPassedOn = false;
    for (let turn = 0; turn < 10 && !isPassedOn; turn += 1) {
      const run = await runAsSomebody(workspace, 'run', 'flow');
      expect(run).toMatchObject({ code: 0, stdout: expect.not.stringContaining('left') as unknown });
      const [one, two, three, ...more] = run.stdout.split('\n').filter((line) => line.startsWith('upperdir='));
      expect({ isOther: three !== two, more }).toEqual({ isOther: true, more: [] });
      isPassedOn = one === two;
    }
    expect(isPassedOn).toBe(true);
  });

  test('gets a container for each step of an image that others have made, as nobody can say where one may write in it', async () => {
    const [reference = '', version = ''] = (await prepareTestImage()).split(':');
    const steps = ['one', 'two'].map((name) => `{ name: ${name}, block: main, action: go }`);
    const workspace = await createScripts(
      { go: "grep -om1 'upperdir=[^,]*' /proc/self/mounts" },
      `config: { image: { reference: ${reference}, version: ${version} } }\nworkflows: [{ name: flow, steps: [${steps.join(', ')}] }]\n`,
    );
    const run = await runAsSomebody(workspace, 'run', 'flow');
    const containers = run.stdout.split('\n').filter((line) => line.startsWith('upperdir='));
    expect({ code: run.code, containers: new Set(containers).size }).toEqual({ code: 0, containers: 2 });
  });

  test('gets a container for each step of an image built on the project’s, which may be open anywhere', async () => {
    const name = 'polycrate-test:open';
    const recipe = `FROM ${DEFAULT_IMAGE}:${VERSION}\nRUN mkdir -m 777 /opt/cache\n`;
    execFileSync('docker', ['build', '--quiet', '--tag', name, '-'], { input: recipe, stdio: 'pipe' });
    try {
      const steps = ['one', 'two'].map((step) => `{ name: ${step}, block: main, action: go }`);
      const workspace = await createScripts(
        { go: 'ls /opt/cache; echo >/opt/cache/left' },
        `config: { image: { reference: polycrate-test, version: open } }\nworkflows: [{ name: flow, steps: [${steps.join(', ')}] }]\n`,
      );
      const run = await runAsSomebody(workspace, 'run', 'flow');
      expect(run).toMatchObject({ code: 0, stdout: expect.not.stringContaining('left') as unknown });
    } finally {
      execFileSync('docker', ['rmi', '--force', name], { stdio: 'pipe' });
    }
  });

  // PID 1 looks into these before a container of the project's image is passed on.
  test('can write nowhere on the disk of the image, but where everybody knows', async () => {
    const workspace = await createScripts({ go: 'find / -xdev -writable ! -type l' });
    const run = await runAsSomebody(workspace, 'run', 'main', 'go');
    const places = run.stdout.trim().split('\n');
    const known = [...OPEN_PLACES, '/etc/passwd', '/etc/group', '/workspace', '/run/polycrate'];
    expect(places).toEqual(expect.arrayContaining(['/tmp', '/run/lock', '/etc/passwd']));
    expect(places.filter((place) => !known.some((each) => each === place))).toEqual([]);
  });

  test('can run playbooks and Terraform', async () => {
    const workspace = await createWorkspace({
      'blocks/main/block.poly': `
name: main
actions:
  - name: play
    playbook: play.yml
  - name: apply
    script: terraform init -input=false > /dev/null; terraform apply -auto-approve > /dev/null; terraform output -raw said
`,
      'blocks/main/play.yml': `
- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.copy: { content: done, dest: "{{ block.artifacts.path }}/played" }
`,
      'blocks/main/main.tf':
        'resource "terraform_data" "one" { input = "hello" }\noutput "said" { value = terraform_data.one.output }\n',
    });
    const play = await runAsSomebody(workspace, 'run', 'main', 'play');
    expect(play).toMatchObject({ code: 0 });
    const apply = await runAsSomebody(workspace, 'run', 'main', 'apply');
    expect(apply).toMatchObject({ code: 0, stdout: 'hello' });
    for (const name of ['played', 'terraform.tfstate']) {
      expect(await stat(path.join(workspace.directory, 'artifacts/blocks/main', name))).toMatchObject({ uid, gid });
    }
  });
});

describe('an action that runs as root', () => {
  const script = `mkdir -p /workspace/made; touch /workspace/made/file "$ARTIFACTS/result's"; chown "$OWNER" /workspace/given; id -u`;

  // Only with a caller who is not root is there anybody to warn.
  test('of a caller who is not leaves a warning, a note in the record, and a command that repairs it', async () => {
    const workspace = await createScripts({ go: script }, 'config: { container: { user: root } }\n');
    await workspace.write('given', '');
    const run = await runAsSomebody(workspace, 'run', 'main', 'go', '--env', `OWNER=${uid}:${gid}`);
    expect(run).toMatchObject({ code: 0, stdout: '0\n' });
    expect(await workspace.record()).toMatchObject({ foreign: ["artifacts/blocks/main/result's", 'made'] });
    const [, hint = ''] = /^hint {2}sudo (chown .*)$/m.exec(run.stderr) ?? [];
    expect(run.stderr).toMatch(
      /^warning\[FILES_FOREIGN\] .* belong to root: artifacts\/blocks\/main\/result's, made$/m,
    );
    if (SOMEBODY === undefined) return;
    execFileSync('bash', ['-c', hint]);
    expect(await stat(path.join(workspace.directory, 'made/file'))).toMatchObject({ uid, gid });
  });

  test('of root leaves none', async () => {
    const workspace = await createScripts({ go: `${script}; chown 4242 /workspace/made` });
    await workspace.write('given', '');
    const run = await workspace.polycrate('run', 'main', 'go', '--env', 'OWNER=4242');
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).not.toContain('FILES_FOREIGN');
  });
});
