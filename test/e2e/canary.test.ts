import { afterEach, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { closeWorkspaces, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const KEY = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
  'QyNTUxOQAAACCanaryCanaryCanaryCanaryCanaryCanaryCanaryAAAAmBHvEjYR7xI2',
  '-----END OPENSSH PRIVATE KEY-----',
].join('\n');

/** One of each kind; everything that leaves is searched for them. */
const CANARIES = {
  'secrets.poly': 'canary-of/secrets+poly="quoted"',
  'a key of several lines': KEY,
  'a short one': 'c4n',
  'artifacts/secrets': 'canary of a file with blanks',
  'docker login': 'canary-of-docker-login',
  'a line ::add-mask::': 'canary-of-a-line-100%',
  'polycrate-mask': 'canary-of-the-program',
  '--env': 'canary-of-a-variable',
};
const PLAIN = CANARIES['secrets.poly'];

/** Names of the canaries that stand in `text` in any of the usual spellings. */
function findIn(text: string): string[] {
  return Object.entries(CANARIES).flatMap(([name, value]) => {
    const lines = value.split('\n').filter((line) => line.length >= 6);
    const texts = [value, ...lines, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
    const encoded = value.length < 6 ? [] : [Buffer.from(value).toString('base64').slice(0, -4)];
    return [...texts, ...encoded].some((spelling) => text.includes(spelling)) ? [name] : [];
  });
}

/** Megabytes of it hold any three bytes by chance. */
const COMPILED = 'compiled code';

/** Fails with the name of the place and of the canaries found there; `what` is at least something. */
function expectNone(places: Readonly<Record<string, string>>): void {
  const found = Object.entries(places).flatMap(([place, text]) =>
    findIn(text)
      .filter((name) => place !== COMPILED || name !== 'a short one')
      .map((name) => `${name} in ${place}`),
  );
  expect(found).toEqual([]);
  expect(Object.entries(places).flatMap(([place, text]) => (text === '' ? [place] : []))).toEqual([]);
}

async function readBelow(folder: string, isWanted = (_name: string) => true): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (file) => `${file}\n${await readFile(file, 'latin1')}`))).join('\n');
}

/** Arguments of every process of this machine, those in containers too. */
async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => ''));
  return (await Promise.all(read)).join('\n');
}

const SING = `
set -x
echo "plain $BLOCK_CONFIG_PLAIN short $BLOCK_CONFIG_SHORT variable $A_TOKEN"
echo "$BLOCK_CONFIG_KEY"; echo "$BLOCK_CONFIG_KEY" | sed 's/^/    /' >&2
printf '%s' "$BLOCK_CONFIG_PLAIN" | base64; printf 'user:%s' "$BLOCK_CONFIG_PLAIN" | base64 -w0; echo
echo "$BLOCK_CONFIG_KEY" | base64; echo "$BLOCK_CONFIG_KEY" | base64 -w0; echo
cat artifacts/secrets/token login.txt url.txt json.txt
echo "::add-mask::$(sed s/%/%25/ line.txt)"
polycrate-mask <program.txt
cat line.txt program.txt; cat line.txt program.txt >&2
set +x
printf '%s' "\${BLOCK_CONFIG_PLAIN:0:9}"; sleep 0.2; echo "\${BLOCK_CONFIG_PLAIN:9}"
echo waiting
until [ -e go ]; do sleep 0.05; done
echo "it failed with $BLOCK_CONFIG_PLAIN" >&2
exit 3
`;

async function createChoir(): Promise<{ workspace: TestWorkspace; env: Record<string, string>; cache: string }> {
  const login = Buffer.from(`robot:${CANARIES['docker login']}`).toString('base64');
  const actions = [
    { name: 'sing', script: SING },
    { name: 'echo', script: 'printf "%s\\n" "$@"' },
    { name: 'ask', script: 'true' },
  ];
  const config = { plain: PLAIN, short: CANARIES['a short one'], key: KEY };
  const question = { name: 'ask', prompt: { message: `really use ${PLAIN}?` } };
  const workspace = await createWorkspace({
    'workspace.poly': `
config: { image: { reference: debian, version: trixie-slim }, container: { secrets: env } }
blocks: ${JSON.stringify([{ name: 'vault', config: { user: 'ada' }, actions }])}
workflows: [{ name: all, steps: [{ name: first, block: vault, action: echo }] }]
`,
    // The last line is a mistake, and so shown with its surroundings.
    'secrets.poly': `
blocks: ${JSON.stringify([{ name: 'vault', config, actions: [question] }])}
workflows: [{ name: all, steps: [{ name: first, args: [${JSON.stringify(PLAIN)}] }] }]
pasword: ${JSON.stringify(PLAIN)}
`,
    'artifacts/secrets/token': `${CANARIES['artifacts/secrets']}\n`,
    'docker/config.json': JSON.stringify({ auths: { 'registry.example.com': { auth: login } } }),
    'login.txt': `${CANARIES['docker login']} ${login}\n`,
    'url.txt': `https://example.com/?q=${encodeURIComponent(PLAIN)}\n`,
    'json.txt': `${JSON.stringify({ plain: PLAIN, key: KEY })}\n`,
    'line.txt': `${CANARIES['a line ::add-mask::']}\n`,
    'program.txt': `${CANARIES['polycrate-mask']}\n`,
  });
  const cache = path.join(workspace.directory, 'cache');
  await mkdir(cache);
  const env = {
    DOCKER_CONFIG: path.join(workspace.directory, 'docker'),
    XDG_CACHE_HOME: cache,
    A_TOKEN: CANARIES['--env'],
  };
  return { workspace, env, cache };
}

test('no canary leaves a run, whatever the format and however much is told', async () => {
  const { workspace, env, cache } = await createChoir();
  const docker = new Docker();
  const since = Math.floor(Date.now() / 1000) - 1;
  const places: Record<string, string> = {};
  const tell = async (place: string, args: readonly string[], statuses: readonly number[]): Promise<void> => {
    const { code, stdout, stderr } = await (await workspace.start(args, { env })).finished;
    expect(statuses).toContain(code);
    places[place] = `${stdout}${stderr}`;
  };

  const running = await workspace.start(['run', 'vault', 'sing', '--env', 'A_TOKEN', '--loglevel', '3'], { env });
  await running.waitFor('waiting');
  const [id = ''] = await workspace.containers('running');
  const container = docker.getContainer(id);
  places['docker inspect'] = JSON.stringify(await container.inspect());
  places['arguments of processes'] = await commandLines();
  // The container's own layer: what is in memory below /run/polycrate is not in it.
  places['its layer'] = JSON.stringify((await container.changes()) ?? 'nothing changed');
  await workspace.write('go', '');
  const { code, stdout, stderr } = await running.finished;
  expect(code).toBe(3);
  expect(stdout).toContain('plain *** short *** variable ***');
  places['the output'] = `${stdout}${stderr}`;
  for (const format of ['json', 'yaml', 'ndjson']) {
    await tell(`run -o ${format}`, ['run', 'vault', 'sing', '--env', 'A_TOKEN', '--loglevel', '3', '-o', format], [3]);
  }
  for (const format of ['human', 'json']) {
    const commands = [
      'logs show',
      'logs list',
      'plan vault sing',
      'block inspect vault',
      'workspace inspect',
      'validate',
    ];
    for (const command of commands) {
      await tell(`${command} -o ${format}`, [...command.split(' '), '--loglevel', '3', '-o', format], [0]);
    }
  }
  for (const format of ['human', 'ndjson']) {
    await tell(`a question -o ${format}`, ['run', 'vault', 'ask', '-o', format], [64]);
    await tell(`arguments -o ${format}`, ['run', 'vault', 'echo', '-o', format, '--', PLAIN, KEY], [0]);
    await tell(`a workflow -o ${format}`, ['workflow', 'run', 'all', '-o', format], [0]);
  }
  places['records and journals'] = await readBelow(path.join(workspace.directory, '.logs'));
  const isCompiled = (name: string): boolean => name.endsWith('.v8');
  places['the cache'] = await readBelow(cache, (name) => !isCompiled(name));
  places[COMPILED] = await readBelow(cache, isCompiled);
  const until = Math.ceil(Date.now() / 1000) + 1;
  places['events of the engine'] = execFileSync(
    'curl',
    ['-s', '--unix-socket', '/var/run/docker.sock', `http://engine/events?since=${since}&until=${until}`],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  expectNone(places);
}, 180_000);

test('no canary leaves a failing playbook or terraform, at their highest verbosity', async () => {
  const workspace = await createWorkspace({
    'workspace.poly': `
blocks:
  - name: vault
    actions:
      - { name: play, playbook: play.yml }
      - name: form
        script: |
          cd "$(mktemp -d)"
          echo 'variable "plain" {}
            output "plain" { value = var.plain }' >main.tf
          export TF_VAR_plain=$(jq -r .block.config.plain "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON")
          terraform init; terraform apply -auto-approve; exit 4
`,
    'blocks/vault/play.yml': '',
    'secrets.poly': `blocks: ${JSON.stringify([{ name: 'vault', config: { plain: PLAIN, key: KEY } }])}\n`,
  });
  const tasks = [
    { debug: { msg: '{{ block.config.key }} {{ block.config.plain }}' } },
    { command: { argv: ['false', '{{ block.config.plain }}', '{{ block.config.key }}'] } },
  ];
  const play = JSON.stringify([{ hosts: 'localhost', connection: 'local', gather_facts: false, tasks }]);
  await workspace.write('play.yml', play);
  const played = await workspace.polycrate('run', 'vault', 'play', '--loglevel', '3');
  const formed = await workspace.polycrate('run', 'vault', 'form', '--loglevel', '3');
  expect([played.code, formed.code]).toEqual([2, 4]);
  expect(formed.stdout).toContain('***');
  expectNone({
    playbook: `${played.stdout}${played.stderr}`,
    terraform: `${formed.stdout}${formed.stderr}`,
    'records and journals': await readBelow(path.join(workspace.directory, '.logs')),
  });
}, 120_000);

test('no canary leaves a crash of the CLI itself', async () => {
  const { workspace, env } = await createChoir();
  await workspace.write('crash.cjs', 'process.on("SIGUSR2", () => { throw new Error(process.env.A_TOKEN); });');
  const preload = `--require ${path.join(workspace.directory, 'crash.cjs')}`;
  const running = await workspace.start(['run', 'vault', 'sing', '--env', 'A_TOKEN'], {
    env: { ...env, NODE_OPTIONS: preload },
  });
  await running.waitFor('waiting');
  process.kill(running.pid, 'SIGUSR2');
  const { code, stdout, stderr } = await running.finished;
  expect(code).toBe(70);
  expect(stderr).toContain('error[INTERNAL] ***');
  expectNone({ 'the output': `${stdout}${stderr}` });
  // Its lock is nobody's any more.
  expect(await workspace.polycrate('run', 'vault', 'echo', '--', 'next')).toMatchObject({ code: 0, stdout: 'next\n' });
});
