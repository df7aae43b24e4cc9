// What it costs to start an action, beside the engine's own client and bare node.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext, runInThisContext } from 'node:vm';
import { writeFileSync, mkdirSync } from 'node:fs';
import { bareEngine } from './bare-engine.mjs';
import { median, turns } from './measure.mjs';
import { executableOf, NODE } from './rows.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
const ms = (value) => `${value.toFixed(0)} ms`;
const parked = (wish, command) => ({ command, env: { POLYCRATE_CONTAINER_PARK: wish } });
/** A person types at best so fast; and what the command before has left to the engine is done. */
const PAUSE_MS = 300;

/** A run of `true` against the bare engine's, with the same image, mounts, user, variables and command; by the single executable too, where it has been made. */
export async function starts({ root, cli, workspace, runs, client, dockerRun, image }) {
  const bare = [client, 'run', '--rm', '--network', 'host', ...dockerRun, image, 'true'];
  const cold = parked('off', [...cli, 'run', 'block7', 'noop']);
  const warm = parked('1m', [...cli, 'run', 'block8', 'noop']);
  const file = executableOf(root);
  const single = file === undefined ? [] : [parked('1m', [file, 'run', 'block9', 'noop'])];
  const times = await turns([NODE, bare, cold, warm, ...single], runs, { cwd: workspace, pauseMs: PAUSE_MS });
  const [node, docker, coldMs, warmMs, singleMs] = times.map(median);
  const against = `\`${client} run --rm --network host\` (${ms(docker)})`;
  const row = (what, must, value, limit) => ({
    what,
    against,
    must: `≤ ${must} ×`,
    found: `${(value / docker).toFixed(2)} × (${ms(value)})`,
    ok: value <= limit * docker,
  });
  return [
    row('`polycrate run` of `true` without a parked container, minus `node -e 0`', '1.0', coldMs - node, 1),
    row('the same with a parked container, minus `node -e 0`', '0.6', warmMs - node, 0.6),
    row('all of that, node included', '1.0', warmMs, 1),
    ...(singleMs === undefined
      ? []
      : [row('the same by the single executable, its own start included', '1.0', singleMs, 1)]),
  ];
}

/** Twenty steps of `true`, which pass one container on; and with one for each, which must cost little more than those cost the engine alone. */
export async function workflow({ cli, scratch, runs, image, plan, socketPath }) {
  const directory = join(scratch, 'twenty');
  mkdirSync(directory, { recursive: true });
  const steps = Array.from({ length: 20 }, (_, at) => `      - {name: step${at}, block: block, action: noop}`);
  const blocks = ['blocks:', '  - name: block', '    actions:', '      - {name: noop, script: ["true"]}'];
  const text = ['name: bench', ...blocks, 'workflows:', '  - name: twenty', '    steps:', ...steps, ''];
  writeFileSync(join(directory, 'workspace.poly'), text.join('\n'));
  const command = parked('off', [...cli, 'workflow', 'run', 'twenty', '--quiet']);
  const each = { ...command, env: { ...command.env, POLYCRATE_CONTAINER_PASS_ON: 'false' } };
  const rounds = Math.ceil(runs / 3);
  const alone = [];
  const times = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const taken = await turns([NODE, command, each], 1, { cwd: directory, pauseMs: PAUSE_MS });
    for (const [at, [took]] of taken.entries()) times[at].push(took);
    alone.push(await bareEngine({ socketPath, image, plan, count: 20 }));
  }
  const [node, ours, apart] = times.map(median);
  const engine = median(alone);
  return [
    {
      what: 'a workflow of 20 steps of `true`',
      against: '`node -e 0`',
      must: '≤ +20 × 60 ms',
      found: `+20 × ${ms((ours - node) / 20)}`,
      ok: ours - node <= 20 * 60,
    },
    {
      what: 'the same with `container.pass_on: false`',
      against: `20 containers by plain requests to the engine, three ahead (${ms(engine)} each)`,
      must: '≤ 1.6 ×',
      found: `${((apart - node) / 20 / engine).toFixed(2)} × (+20 × ${ms((apart - node) / 20)})`,
      ok: (apart - node) / 20 <= 1.6 * engine,
    },
  ];
}

function loadBundle(file) {
  const module = { exports: {} };
  runInThisContext(readFileSync(file, 'latin1'))(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** Twenty runs in one process: what leaks shows in the later ones. */
export async function inARow({ root, workspace }) {
  const { runCommandLine } = loadBundle(join(root, 'dist/polycrate.cjs'));
  const sink = () => new PassThrough().resume();
  const env = { ...process.env, POLYCRATE_CONTAINER_PARK: 'off' };
  const system = () => ({ stdin: new PassThrough().end(), stdout: sink(), stderr: sink() });
  const samples = [];
  for (let count = 0; count < 40; count += 1) {
    const begun = performance.now();
    const given = { env, directory: workspace, packageRoot: root, ...system() };
    const status = await runCommandLine(['run', 'block7', 'noop'], given);
    if (status !== 0) throw new Error(`run ${count} ended with ${status}`);
    const took = performance.now() - begun;
    collectGarbage();
    samples.push({ took, files: readdirSync('/proc/self/fd').length, mib: process.memoryUsage.rss() / 2 ** 20 });
  }
  const middle = (from, key) => median(samples.slice(from, from + 10).map((sample) => sample[key]));
  const [files, mib, took] = ['files', 'mib', 'took'].map((key) => middle(30, key) - middle(10, key));
  const sign = (value) => (value < 0 ? '−' : '+') + Math.abs(value).toFixed(0);
  return [
    {
      what: 'the 30th to 40th run in one process',
      against: 'the 10th to 20th',
      must: 'no growth: ± 0 files, ≤ +5 MiB, ≤ +20 ms',
      found: `${sign(files)} files, ${sign(mib)} MiB, ${sign(took)} ms`,
      ok: files <= 0 && mib <= 5 && took <= 20,
    },
  ];
}
