// `npm run bench`: measures against named baselines in the same run and writes docs/performance.md. `-- --quick` only prints, from fewer rounds.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { warmBuild } from '../test/bench/build.mjs';
import { copying } from '../test/bench/copy.mjs';
import { masking } from '../test/bench/mask.mjs';
import { executable, packageSize, startUp, throughput, writeWorkspace } from '../test/bench/rows.mjs';
import { imageStart } from '../test/bench/image.mjs';
import { inARow, starts, workflow } from '../test/bench/starting.mjs';
import { history } from '../test/bench/history.mjs';
import { thousandBlocks } from '../test/bench/thousand.mjs';
import { verifying } from '../test/bench/verify.mjs';
import { prepare, root, run, say } from './prepare.mjs';

const quick = process.argv.includes('--quick');
const image = 'ghcr.io/polycrate/toolchain:0.1.0';
const cli = [process.execPath, join(root, 'dist/main.js')];

if (!quick) {
  await prepare({ image: true });
  execFileSync(process.execPath, [join(root, 'scripts/build-sea.mjs')], { stdio: 'inherit' });
}
const client = ['docker', 'podman'].find((name) => spawnSync(name, ['version']).status === 0);
if (client === undefined) throw new Error('the baseline needs a docker or podman client: apt-get install docker.io');
const scratch = mkdtempSync(join(tmpdir(), 'polycrate-bench-'));
// What the command line remembers of whoever measures is not measured, and nothing of this is left with it.
process.env.XDG_CACHE_HOME = join(scratch, 'cache');
const workspace = join(scratch, 'workspace');
writeWorkspace(workspace, 20);

try {
  const plan = JSON.parse(
    execFileSync(cli[0], [cli[1], 'plan', 'block7', 'noop', '-o', 'json'], { cwd: workspace, encoding: 'utf8' }),
  );
  const dockerRun = [
    ...plan.mounts.flatMap(({ source, target, readOnly }) => ['-v', `${source}:${target}${readOnly ? ':ro' : ''}`]),
    ...Object.entries(plan.env).flatMap(([key, value]) => ['-e', `${key}=${value}`]),
    '--user',
    `${plan.user.uid}:${plan.user.gid}`,
    '--workdir',
    plan.workingDirectory,
  ];
  const given = {
    root,
    cli,
    workspace,
    scratch,
    client,
    dockerRun,
    plan,
    socketPath: process.env.DOCKER_HOST?.replace('unix://', '') ?? '/var/run/docker.sock',
    image,
    runs: quick ? 9 : 21,
    mebibytes: quick ? 128 : 1024,
  };
  const rows = [];
  for (const measure of [
    startUp,
    executable,
    thousandBlocks,
    starts,
    workflow,
    inARow,
    throughput,
    masking,
    verifying,
    packageSize,
    warmBuild,
    imageStart,
  ]) {
    say(`measuring: ${measure.name}`);
    rows.push(...(await measure(given)));
  }
  if (!quick) rows.push(...(await copying(given)), ...(await history(given)), await demoAgain());
  const table = [
    '| what | against | must | found | |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ what, against, must, found, ok }) => `| ${what} | ${against} | ${must} | ${found} | ${ok ? '✔' : '✖'} |`,
    ),
  ].join('\n');
  console.log(`\n${table}\n`);
  if (!quick) {
    writePage(table);
    // With few rounds on a busy machine a figure says little: only the full measurement judges.
    if (rows.some(({ ok }) => !ok)) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function demoAgain() {
  say('measuring: npm run demo, second time');
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  await run('npm', ['run', 'demo'], quiet);
  const begun = performance.now();
  await run('npm', ['run', 'demo'], quiet);
  const seconds = (performance.now() - begun) / 1000;
  return {
    what: '`npm run demo`, second time',
    against: '–',
    must: '≤ 60 s',
    found: `${seconds.toFixed(0)} s`,
    ok: seconds <= 60,
  };
}

function writePage(table) {
  const engine = execFileSync(client, ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8' }).trim();
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, ${client} ${engine}`;
  writeFileSync(
    join(root, 'docs/performance.md'),
    `# Performance\n\nWritten by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Medians; commands that are compared take turns in the same run. How long each tool of the toolchain image takes to build, and what it weighs, is told by [its own page](toolchain-image.md).\n\n${table}\n`,
  );
}
