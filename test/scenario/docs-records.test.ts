import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RecordFile } from '../../src/record/index.ts';
import { scenario, type Scenario } from '../support/command-line.ts';
import { readFences } from '../unit/docs/page.ts';

const MARKER = /^output of the records in \S+\/docs-records\.test\.ts$/;
const WORKFLOW = '01a208fe-0168-7a1c-9d0e-5a406302b429';

/** The time of this place, which lists show. */
const at = (hour: number, minute: number, second: number): string =>
  new Date(2026, 10, 23, hour, minute, second).toISOString();

const COMMON = { schema: 1, workspace: 'acme', user: 'ada', host: 'box', pid: 4711, cli: '0.1.0' } as const;
const STEP = { ...COMMON, parent: WORKFLOW, workflow: 'deploy', state: 'succeeded', exit_code: 0 } as const;

const RECORDS: readonly RecordFile[] = [
  {
    ...COMMON,
    transaction: '01a208ed-d1b0-7c2e-8f5a-90d31c07bb10',
    command: 'polycrate run web deploy',
    block: 'web',
    action: 'deploy',
    started: at(15, 2, 11),
    duration_ms: 4_012,
    state: 'failed',
    exit_code: 2,
  },
  {
    ...COMMON,
    transaction: WORKFLOW,
    command: 'polycrate workflow run deploy',
    workflow: 'deploy',
    started: at(15, 19, 53),
    duration_ms: 2_944,
    state: 'succeeded',
    exit_code: 0,
  },
  {
    ...STEP,
    transaction: '01a208fe-0170-7b0f-b6d4-1c2ddf5a125b',
    command: 'polycrate run infrastructure provision',
    step: 'provision',
    block: 'infrastructure',
    action: 'provision',
    started: at(15, 19, 53),
    duration_ms: 716,
  },
  {
    ...STEP,
    transaction: '01a208fe-03f5-7f58-a745-3371a2083583',
    command: 'polycrate run configure-servers sync',
    step: 'configure-servers',
    block: 'configure-servers',
    action: 'sync',
    image: 'ghcr.io/polycrate/toolchain:0.1.0',
    image_id: `sha256:${'ab2d97233f78'.padEnd(64, '0')}`,
    tools: {
      'ansible-core': '2.19.11',
      curl: '8.14.1',
      git: '2.47.3',
      helm: '3.22.0',
      kubectl: '1.36.3',
      terraform: '1.11.4',
    },
    git: {
      branch: 'main',
      commit_before: '5f1c0ffee4d2a9b7',
      commit_after: '5f1c0ffee4d2a9b7',
      user: 'Ada',
      email: 'ada@example.org',
    },
    started: at(15, 19, 54),
    duration_ms: 2_204,
    phases: { plan: 3, record: 6, start: 1, run: 2_190, collect: 4 },
    journal: '01a208fe-03f5-7f58-a745-3371a2083583.ndjson',
  },
];

const JOURNAL = `${JSON.stringify({ t: 1407, s: 'stdout', d: 'Configured by Polycrate: web1\n' })}\n`;

async function lived(): Promise<Scenario> {
  const files = RECORDS.map((record) => [
    `acme/.logs/2026-11-23/${record.transaction}.yml`,
    stringify(record, { lineWidth: 0 }),
  ]);
  return scenario({
    'acme/workspace.poly': 'name: acme\n',
    'acme/.logs/2026-11-23/01a208fe-03f5-7f58-a745-3371a2083583.ndjson': JOURNAL,
    ...(Object.fromEntries(files) as Record<string, string>),
  });
}

describe('what the page about records shows of commands', () => {
  const shown = readFences('docs/guide/records.md')
    .filter(({ marker = '' }) => MARKER.test(marker))
    .flatMap(({ text }) => text.split(/^\$ polycrate /m).slice(1))
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]);

  test.each(shown)('polycrate %s prints that', async (command, lines) => {
    await using ws = await lived();
    const env = { HOME: ws.directory, NO_COLOR: '1', XDG_CACHE_HOME: join(ws.directory, 'cache') };
    const system = { directory: join(ws.directory, 'acme'), env, columns: 120 };
    const { stdout, stderr } = await ws.polycrateWith(system, ...command.split(' '));
    const printed = `${stdout}${stderr}`.replaceAll(ws.directory, '/home/ada').replaceAll(/ +$/gm, '');
    expect(printed.trim()).toBe(lines.trim());
  });

  test.each([35, 40, 50, 60, 80])(
    'the list has one line for each record where a terminal is %i columns wide',
    async (columns) => {
      await using ws = await lived();
      const env = { HOME: ws.directory, NO_COLOR: '1', XDG_CACHE_HOME: join(ws.directory, 'cache') };
      const system = { directory: join(ws.directory, 'acme'), env, columns };
      const { stdout } = await ws.polycrateWith(system, 'logs', 'list', '--steps');
      const lines = stdout.split(/\r?\n/).filter(Boolean);
      expect(lines).toHaveLength(5);
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
      expect(lines.at(-1)).toMatch(/^1c07bb10 .*✖ failed/);
    },
  );

  test('and there is something', () => {
    expect(shown).toHaveLength(2);
  });
});
