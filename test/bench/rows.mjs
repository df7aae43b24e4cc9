// What is measured: each row says against what, what must be, and what was found.
import { spawnSync } from 'node:child_process';
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, time, turns } from './measure.mjs';

/** Bare node: what every command costs before it is ours. */
export const NODE = [process.execPath, '-e', '0'];
const ms = (value) => `${value.toFixed(0)} ms`;

/** A workspace with `count` blocks, one of which says true and one a lot. */
export function writeWorkspace(directory, count) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'workspace.poly'), 'name: bench\nconfig: {globals: {domain: example.org}}\n');
  writeFileSync(join(directory, 'secrets.poly'), 'config: {globals: {token: correct-horse-battery}}\n');
  for (let at = 0; at < count; at += 1) {
    const folder = join(directory, `blocks/block${at}`);
    mkdirSync(folder, { recursive: true });
    const actions = ['noop', 'install', 'update', 'remove'].map((name) => `  - {name: ${name}, script: ["true"]}`);
    const more = '  - {name: talk, script: ["cat /dev/shm/polycrate-bench"]}';
    writeFileSync(
      join(folder, 'block.poly'),
      [`name: block${at}`, 'kind: generic', 'config: {port: 8080}', 'actions:', ...actions, more, ''].join('\n'),
    );
  }
}

/** Start-up against bare node: the difference is what we cost. */
export async function startUp({ cli, workspace, runs }) {
  const planning = [...cli, 'plan', 'block7', 'noop'];
  const cold = ['env', 'POLYCRATE_CODE_CACHE=off', 'XDG_CACHE_HOME=/nonexistent', ...planning];
  const commands = [NODE, [...cli, '--version'], planning, cold];
  const [node, version, plan, first] = (await turns(commands, runs, { cwd: workspace })).map(median);
  return [
    {
      what: '`polycrate --version`',
      against: '`node -e 0`',
      must: '≤ +40 ms',
      found: `+${ms(version - node)}`,
      ok: version - node <= 40,
    },
    {
      what: '`polycrate plan`, 20 blocks',
      against: '`node -e 0`',
      must: '≤ +120 ms',
      found: `+${ms(plan - node)}`,
      ok: plan - node <= 120,
    },
    {
      what: 'the same without any cache, as the first time',
      against: '`node -e 0`',
      must: '≤ +120 ms',
      found: `+${ms(first - node)}`,
      ok: first - node <= 120,
    },
  ];
}

/** The single executable, where `npm run build:sea` has made it; the full measurement does. */
export function executableOf(root) {
  const program = join(root, 'build/polycrate/bin/polycrate');
  return existsSync(program) ? program : undefined;
}

/** Its start-up. */
export async function executable({ root, workspace, runs }) {
  const program = executableOf(root);
  if (program === undefined) return [];
  const [node, version] = (await turns([NODE, [program, '--version']], runs, { cwd: workspace })).map(median);
  const added = version - node;
  return [
    {
      what: 'the single executable, `--version`',
      against: '`node -e 0`',
      must: '≤ +25 ms',
      found: `${added < 0 ? '−' : '+'}${ms(Math.abs(added))}`,
      ok: added <= 25,
    },
  ];
}

/** Output of many megabytes, masked and journaled, to a file, against the engine's own client with its usual log. */
export async function throughput({ cli, workspace, client, dockerRun, image, mebibytes, scratch }) {
  const source = '/dev/shm/polycrate-bench';
  const line = 'The quick brown fox jumps over the lazy dog; 0123456789 and nothing secret.\n';
  // Piece by piece: a whole GiB is longer than a string can be.
  const piece = line.repeat(Math.ceil((1024 * 1024) / line.length));
  rmSync(source, { force: true });
  for (let at = 0; at < mebibytes; at += 1) appendFileSync(source, piece);
  try {
    const into = async (command) => {
      const out = openSync(join(scratch, 'out'), 'w');
      try {
        return await time(command, { cwd: workspace, stdout: out });
      } finally {
        closeSync(out);
      }
    };
    const ours = await into([...cli, 'run', 'block7', 'talk', '--mount', `${source}:${source}:ro`]);
    const stalled = await time([...cli, 'run', 'block7', 'talk', '--mount', `${source}:${source}:ro`], {
      cwd: workspace,
      stdout: 'pipe',
      stallMs: 3000,
    });
    const bare = await into([
      client,
      'run',
      '--rm',
      '--network',
      'host',
      '--log-driver',
      'json-file',
      ...dockerRun,
      '-v',
      `${source}:${source}:ro`,
      image,
      'cat',
      source,
    ]);
    const [rate, bareRate] = [ours, bare].map((each) => mebibytes / (each.ms / 1000));
    return [
      {
        what: `${mebibytes} MiB of output through \`run\`, masked and journaled`,
        against: `\`${client} run … > file\` with the json-file driver (${bareRate.toFixed(0)} MiB/s)`,
        must: '≥ 1.0 ×, ≤ 150 MiB of memory',
        found: `${(rate / bareRate).toFixed(1)} × (${rate.toFixed(0)} MiB/s), ${ours.peakMib.toFixed(0)} MiB`,
        ok: rate >= bareRate && ours.peakMib <= 150,
      },
      {
        what: 'the same into a pipe that nobody reads for 3 s',
        against: '–',
        must: '≤ 150 MiB of memory',
        found: `${stalled.peakMib.toFixed(0)} MiB`,
        ok: stalled.peakMib <= 150,
      },
    ];
  } finally {
    rmSync(source, { force: true });
  }
}

/** What `npm install` puts on the disk. */
export function packageSize({ root }) {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ unpackedSize }] = JSON.parse(stdout);
  const megabytes = unpackedSize / 1e6;
  return [
    {
      what: 'npm package, unpacked',
      against: '–',
      must: '≤ 3 MB',
      found: `${megabytes.toFixed(2)} MB`,
      ok: megabytes <= 3,
    },
  ];
}
