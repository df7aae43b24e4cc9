// Many records, quickly made, and how long lists of them take.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, time, turns } from './measure.mjs';

const ms = (value) => `${value.toFixed(0)} ms`;
const hex = (value, digits) => value.toString(16).padStart(digits, '0');
const commitOf = (at) => `c0ffee${hex(at % 5000, 34)}`;

/** Writes `count` records of as many days as `perDay` makes of them into the workspace's .logs, as runs leave them. */
export function writeHistory(workspace, count, perDay = 400) {
  const firstMs = Date.UTC(2020, 0, 1, 12);
  for (let at = 0; at < count; at += 1) {
    const day = Math.floor(at / perDay);
    const startedMs = firstMs + day * 86_400_000 + (at % perDay) * 1000;
    const started = new Date(startedMs).toISOString();
    const folder = join(workspace, '.logs', started.slice(0, 10));
    if (at % perDay === 0) mkdirSync(folder, { recursive: true });
    const id = hex(startedMs, 12).replace(/^(.{8})/, '$1-') + `-7000-8000-${hex(at, 12)}`;
    writeFileSync(join(folder, `${id}.yml`), recordText({ id, at, started }), { mode: 0o600 });
  }
}

function recordText({ id, at, started }) {
  const failed = at % 1000 === 0;
  return `schema: 1
transaction: ${id}
command: polycrate run block${at % 50} install
workspace: bench
block: block${at % 50}
action: install
labels:
  team: web
image: ghcr.io/polycrate/toolchain:0.1.0
plan: ${hex(at, 64)}
git:
  branch: main
  commit_before: ${commitOf(at)}
  user: Ada
  email: ada@example.org
  commit_after: ${commitOf(at)}
user: ada
host: box
cli: 0.1.0
pid: 1
started: ${started}
journal: ${id}.ndjson
finished: ${started}
duration_ms: 1234
phases:
  plan: 8
  record: 3
  start: 90
  run: 1133
state: ${failed ? 'failed' : 'succeeded'}
exit_code: ${failed ? 2 : 0}
`;
}

/** Lists of many records, whole processes, with an index and with what few records match. */
export async function history({ cli, scratch, runs, count = 100_000 }) {
  const workspace = join(scratch, 'history');
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, 'workspace.poly'), 'name: bench\n');
  writeHistory(workspace, count);
  const env = { XDG_CACHE_HOME: join(scratch, 'history-cache') };
  const options = { cwd: workspace, env };
  const list = [...cli, 'logs', 'list'];
  const filters = [
    ['the newest 20', []],
    ['20 of one commit', ['--commit', commitOf(4711)]],
    ['20 failed ones of a block', ['--state', 'failed', '--block', 'block0']],
    ['none, by a glob', ['--block', '*no-such-block*']],
  ];
  const first = await time([...list, '--commit', 'ffff'], options);
  const found = await turns(
    filters.map(([, flags]) => [...list, ...flags]),
    runs,
    options,
  );
  rmSync(workspace, { recursive: true, force: true });
  const rows = filters.map(([what], at) => {
    const took = median(found[at]);
    return {
      what: `\`logs list\` of ${count.toLocaleString('en')}: ${what}`,
      against: '–',
      must: '≤ 300 ms',
      found: ms(took),
      ok: took <= 300,
    };
  });
  const seconds = first.ms / 1000;
  return [
    ...rows,
    {
      what: 'the first list, which makes the index',
      against: '–',
      must: '≤ 30 s',
      found: `${seconds.toFixed(1)} s`,
      ok: seconds <= 30,
    },
  ];
}
