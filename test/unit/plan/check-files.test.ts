import { describe, expect, test } from '@jest/globals';
import { checkFiles } from '../../../src/plan/check-files.ts';
import { filesRunBy } from '../../../src/plan/command/script-files.ts';
import { Problem } from '../../../src/errors.ts';
import type { Finding } from '../../../src/workspace/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { resolve, told, type WorkspaceFiles } from '../../fakes/workspaces.ts';

const HOME = '/home/ada';

/** What is found about the files of a workspace, as `severity CODE place message`. */
async function check(files: WorkspaceFiles): Promise<string[]> {
  return (await findings(files)).map(({ severity, problem }) => `${severity} ${told(problem)}`);
}

async function findings(files: WorkspaceFiles): Promise<readonly Finding[]> {
  const entries = Object.entries(files).map(([path, entry]) => [path.startsWith('/') ? path : `/ws/${path}`, entry]);
  const workspace = await resolve(files);
  return checkFiles(workspace, createMemoryFiles(Object.fromEntries(entries) as WorkspaceFiles), HOME);
}

/** The hints of the same findings. */
async function hints(files: WorkspaceFiles): Promise<(string | undefined)[]> {
  return (await findings(files)).map(({ problem }) => problem.hint);
}

const web = (actions: string, rest = '') => ({
  'workspace.poly': `name: acme\n${rest}`,
  'blocks/web/block.poly': `name: web\n${actions}`,
});

describe('a playbook that does not exist', () => {
  const PLAY = 'actions:\n  - name: play\n    playbook: site.yml\n';

  test('is an error where it is written', async () => {
    expect(await check(web(PLAY))).toEqual([
      'error PLAYBOOK_MISSING blocks/web/block.poly:4:15 action "play" of block "web" runs site.yml, which does not exist',
    ]);
    expect(await check({ ...web(PLAY), 'blocks/web/site.yml': '[]' })).toEqual([]);
  });

  test('is told once, however many blocks inherit it', async () => {
    const heirs = 'blocks: [{name: one, from: web}, {name: two, from: web}]\n';
    expect(await check(web(PLAY, heirs))).toHaveLength(1);
  });

  test('is looked for beside the heir where that has a folder, and the hint names that of the parent', async () => {
    const heir = { 'blocks/heir/block.poly': 'name: heir\nfrom: web\n', 'blocks/web/site.yml': '[]' };
    expect(await check({ ...web(PLAY), ...heir })).toEqual([
      'error PLAYBOOK_MISSING blocks/web/block.poly:4:15 action "play" of block "heir" runs site.yml, which does not exist',
    ]);
    expect(await hints({ ...web(PLAY), ...heir })).toEqual(['write ../web/site.yml']);
    expect(await check({ ...web(PLAY.replace('site.yml', '../web/site.yml')), ...heir })).toEqual([]);
    const deep = { 'blocks/a/heir/block.poly': 'name: heir\nfrom: web\n', 'blocks/web/site.yml': '[]' };
    expect(await hints({ ...web(PLAY), ...deep })).toEqual([
      'write the action again in block "heir", with ../../web/site.yml in place of site.yml',
    ]);
  });

  test('has words behind it that belong elsewhere', async () => {
    expect(await hints(web(PLAY.replace('site.yml', 'site.yml --tags x')))).toEqual([
      'write site.yml, and: polycrate run web play -- --tags x; or in place of "playbook:" script: ansible-playbook -e "@$POLYCRATE_WORKSPACE_SNAPSHOT_JSON" site.yml --tags x "$@"',
    ]);
  });

  test.each([
    ['of a template', web(`template: true\n${PLAY}`)],
    ['of a block whose parent is not installed', web(`from: cargo.example.org/x/y:1.0\n${PLAY}`)],
    ['that only the image can have', web('actions: [{name: play, playbook: /usr/share/site.yml}]\n')],
  ])('%s is left alone', async (_name, files) => {
    expect(await check(files)).toEqual([]);
  });

  test('that nobody may look at is left alone', async () => {
    const files = createMemoryFiles({});
    const inspect = () => Promise.reject(new Problem('FILE_UNREADABLE', 'no'));
    expect(await checkFiles(await resolve(web(PLAY)), { ...files, inspect }, HOME)).toEqual([]);
  });
});

describe('a file that a script runs and that does not exist', () => {
  test('is a warning at the line that runs it', async () => {
    const script =
      'actions:\n  - name: go\n    script:\n      - echo hi\n      - |\n        set -e\n        ./scripts/go.sh --now\n';
    expect(await check(web(script))).toEqual([
      'warning SCRIPT_MISSING blocks/web/block.poly:8:9 action "go" of block "web" runs ./scripts/go.sh, which does not exist',
    ]);
    expect(await check({ ...web(script), 'blocks/web/scripts/go.sh': '' })).toEqual([]);
  });

  test('is not told of where secrets.poly has the script', async () => {
    const secrets = { 'secrets.poly': 'blocks: [{name: web, actions: [{name: go, script: ./hush.sh}]}]\n' };
    expect(await check({ ...web('actions: [{name: go, script: "true"}]\n'), ...secrets })).toEqual([]);
  });

  test.each([
    ['./x.sh', './x.sh'],
    ['bash scripts/x.sh', 'scripts/x.sh'],
    ['bash -eux x.sh --flag', 'x.sh'],
    ['sh ./x', './x'],
    ['python3 tools/x.py', 'tools/x.py'],
    ['source lib/x', 'lib/x'],
    ['. ./x.sh; echo', './x.sh'],
    ['../shared/x.sh && echo', '../shared/x.sh'],
  ])('is seen in: %s', (line, path) => {
    expect(filesRunBy([line])).toEqual([{ path, line }]);
  });

  test.each([
    ['bash a.sh && ./bar.sh; sh x.sh', ['a.sh', './bar.sh', 'x.sh']],
    ['./a.sh "one; two" | ./b.sh 2>&1 &', ['./a.sh', './b.sh']],
    ['./a.sh || true # ./b.sh', ['./a.sh']],
    ['./a.sh; cd sub; ./b.sh', ['./a.sh']],
    ["./a.sh 'one\n./b.sh\n'", ['./a.sh']],
    ['x=$(date); ./a.sh\n./b.sh', ['./b.sh']],
  ])('is seen in every simple command of: %s', (script, paths) => {
    expect(filesRunBy([script]).map(({ path }) => path)).toEqual(paths);
  });

  test('has its hint where the parent has it', async () => {
    const script = 'actions: [{name: go, script: [./scripts/x.sh]}]\n';
    const heir = { 'blocks/heir/block.poly': 'name: heir\nfrom: web\n', 'blocks/web/scripts/x.sh': '' };
    expect(await hints({ ...web(script), ...heir })).toEqual(['write ../web/scripts/x.sh']);
  });

  test.each([
    './$NAME.sh',
    './{{ name }}.sh',
    'bash -c "./x.sh"',
    'python3 -m x.py',
    'python3 x',
    'bash x',
    'source activate',
    '/opt/x.sh',
    '[ -f ./x.sh ] && ./x.sh',
    'make x.sh && ./x.sh',
    'bash -c "true; ./x.sh"',
    './x{1,2}.sh',
    '# ./x.sh',
    'cd sub\n./x.sh',
    'git clone https://example.org/x\n./run.sh',
    'cat > x.sh <<EOF\n./y.sh\nEOF',
    'echo true > x.sh\nbash ./x.sh',
    'python3 -m venv .venv\nsource .venv/bin/activate',
    'if [ -f x.sh ]; then\n  ./x.sh\nfi',
    'echo one \\\n  ./x.sh',
    './x/',
  ])('is not guessed at in: %s', (script) => {
    expect(filesRunBy([script])).toEqual([]);
  });
});

describe('a file that the workspace names and that does not exist', () => {
  test('is a warning where it is named', async () => {
    const rest =
      'inventory: {filename: hosts.yml}\nkubeconfig: {filename: kube.yml}\nconfig: {sshprivatekey: keys/id}\n';
    expect(await check({ 'workspace.poly': `name: acme\n${rest}` })).toEqual([
      'warning FILE_MISSING workspace.poly:2:23 "inventory.filename" names hosts.yml, which does not exist',
      'warning FILE_MISSING workspace.poly:3:24 "kubeconfig.filename" names kube.yml, which does not exist',
      'warning FILE_MISSING workspace.poly:4:25 "config.sshprivatekey" names keys/id, which does not exist',
    ]);
    const there = { 'hosts.yml': '', 'kube.yml': '', 'keys/id': '' };
    expect(await check({ 'workspace.poly': `name: acme\n${rest}`, ...there })).toEqual([]);
  });

  test('has no place where a flag or a variable names it', async () => {
    const text = 'name: acme\nconfig: {sshprivatekey: keys/id}\n';
    const workspace = await resolve({ 'workspace.poly': text });
    const settings = { ...workspace.settings, sshprivatekey: 'other/id' };
    const [finding] = await checkFiles(
      { ...workspace, settings },
      createMemoryFiles({ '/ws/workspace.poly': text }),
      HOME,
    );
    expect(finding?.problem).toMatchObject({
      message: '"config.sshprivatekey" names other/id, which does not exist',
      places: [],
    });
  });

  test('is not named where secrets.poly names it', async () => {
    const files = { 'workspace.poly': 'name: acme\n', 'secrets.poly': 'config: {sshprivatekey: hush/id}\n' };
    expect(await check(files)).toEqual([
      'warning FILE_MISSING secrets.poly:1:25 "config.sshprivatekey" names a file that does not exist',
    ]);
  });

  test('is a warning as the source of a mount', async () => {
    const mounts = 'extramounts:\n  - /nowhere:/data:ro\n  - ./seed:/seed\n  - ~/.aws:/aws\n  - ./here\n';
    expect(await check({ 'workspace.poly': `name: acme\n${mounts}`, 'seed/file': '' })).toEqual([
      'warning MOUNT_SOURCE_MISSING workspace.poly:3:5 nothing is at /nowhere, which is to be mounted at /data',
      'warning MOUNT_SOURCE_MISSING workspace.poly:5:5 nothing is at /home/ada/.aws, which is to be mounted at /aws',
      'error MOUNT_INVALID workspace.poly:6:5 mount "./here" is not HOST:CONTAINER[:ro], with an absolute path in the container',
    ]);
  });
});

describe('a variable in the source of a mount', () => {
  test.each([
    ['$HOME/x:/y', 'write ~/x:/y: variables are not expanded here'],
    ['${HOME}/x:/y:ro', 'write ~/x:/y:ro: variables are not expanded here'],
    ['/data/$STAGE:/y', 'write the path itself: variables are not expanded here'],
  ])('is not expanded, and the hint says so: %s', async (mount, hint) => {
    expect(await hints({ 'workspace.poly': `name: acme\nextramounts: ["${mount}"]\n` })).toEqual([hint]);
  });
});

describe('the args of a step', () => {
  const steps = (args: string) => ({
    'workspace.poly': `name: acme\nblocks: [{name: web, actions: [{name: go, script: "true"}]}]\nworkflows:\n  - name: all\n    steps:\n      - {name: one, block: web, action: go, args: ${args}}\n`,
  });

  test('that are several in one text are a warning with the list', async () => {
    expect(await check(steps(`'--limit web1 -e "a=1 b=2"'`))).toEqual([
      'warning VALUE_INVALID workspace.poly:6:51 the "args" of step "one" are one argument, with blanks in it',
    ]);
    expect(await hints(steps(`'--limit web1 -e "a=1 b=2"'`))).toEqual([
      'write args: ["--limit", "web1", "-e", "a=1 b=2"]',
    ]);
  });

  test.each(['["--limit web1"]', '--check', 'two words', '[--limit, web1]'])('may be %s', async (args) => {
    expect(await check(steps(args))).toEqual([]);
  });
});

describe('an artifact of a block without actions', () => {
  const blocks = 'blocks:\n  - name: vms\n  - name: web\n    inventory:\n      from: vms\n';

  test('is a warning, unless somebody has put it there', async () => {
    expect(await check({ 'workspace.poly': `name: acme\n${blocks}` })).toEqual([
      'warning ARTIFACT_MISSING workspace.poly:6:13 block "web" takes its inventory from "vms", but artifacts/blocks/vms/inventory.yml is not there yet',
    ]);
    const there = { 'artifacts/blocks/vms/inventory.yml': '' };
    expect(await check({ 'workspace.poly': `name: acme\n${blocks}`, ...there })).toEqual([]);
  });
});
