import { chownSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PROBLEMS } from '../../../src/errors.ts';
import type { ProblemCode } from '../../../src/errors.ts';
import { TERMINAL_CHANGED } from '../cli.ts';
import type { CliOptions, Finished, RunningCli } from '../cli.ts';
import { SOCKET } from '../engine.ts';
import { createWorkspace } from '../workspaces.ts';
import type { TestWorkspace } from '../workspaces.ts';
import { CALLS, STREAMS } from './faults.ts';
import type { Call, Cell } from './faults.ts';
import { openFaultyEngine } from './faulty-engine.ts';
import type { FaultyEngine, Wound } from './faulty-engine.ts';
import { MAKE, openUse, PAYLOAD } from './uses.ts';

/** What came of a cell, and which promises were broken. */
export interface Seen {
  /** `as without`, or the code of the Problem. */
  readonly outcome: string;
  readonly ran: 'no' | 'in part' | 'whole';
  readonly broken: readonly string[];
  readonly finished: Finished;
}

/** Status of the action that everything leads to. */
const STATUS = 7;
const INPUT_BYTES = 300_000;
const LONGEST_MS = 45_000;
const GO = 'until [ -e /workspace/go ]; do sleep 0.02; done';

/** Runs the installed CLI against the real engine with one fault between them. */
export async function runCell(cell: Cell): Promise<Seen> {
  await using use = await openUse(cell.kind);
  const workspace = await prepare(cell, use.settings);
  const socket = path.join(workspace.directory, 'engine.sock');
  const env = {
    ...use.env,
    DOCKER_HOST: `unix://${socket}`,
    ...(cell.fault.startsWith('silent') ? { POLYCRATE_ENGINE_TIMEOUT: '3s' } : {}),
  };
  await use.before(workspace, { socket, args: argsOf(cell), env });
  await using engine = await openFaultyEngine(socket, SOCKET, [woundOf(cell)]);
  // An engine whose socket is not root's is asked whether it is rootless.
  if ('call' in cell && cell.call === 'info') chownSync(socket, 1000, 1000);
  const temporary = path.join(workspace.directory, 'tmp');
  await mkdir(temporary);
  const running = await workspace.start(argsOf(cell), {
    ...optionsOf(cell),
    env: { ...env, TMPDIR: temporary },
  });
  if ('stream' in cell && woundOf(cell).afterBytes === undefined) await strike(cell, { workspace, engine, running });
  const finished = withoutColour(await finish(running));
  const [records, left, strikes] = [
    await checkRecords(workspace, finished, codeIn(finished)),
    await checkLeft(workspace),
    engine.dealt(),
  ];
  const unsettled = await use.after(workspace, env);
  const ran = await markOf(workspace, 'go');
  const code = codeIn(finished);
  const broken = [
    ...(strikes === 1 ? [] : [`the fault has struck ${strikes} times; asked: ${engine.asked.join(', ')}`]),
    ...(code === undefined ? checkUntouched(cell, finished, ran) : checkProblem(code as ProblemCode, finished, ran)),
    ...[...records, ...left, ...unsettled],
    ...(finished.stdout.includes(TERMINAL_CHANGED) ? [TERMINAL_CHANGED] : []),
  ];
  return { outcome: code ?? 'as without', ran, broken, finished };
}

/** Which Problem it ended with. */
function codeIn({ stdout, stderr }: Finished): string | undefined {
  return /error\[(\w+)\]/.exec(stdout + stderr)?.[1];
}

async function prepare(cell: Cell, settings: string): Promise<TestWorkspace> {
  const { kind } = cell;
  const isStruck = 'stream' in cell && woundOf(cell).afterBytes === undefined;
  const mark = (word: string): string => `echo ${word} >>/workspace/marks-$POLYCRATE_ACTION`;
  const body = kind === 'stdin' ? 'echo up; wc -c' : isStruck ? `echo up; ${GO}; echo out` : 'echo up; echo out';
  const script = (status: number): string =>
    `${mark('begun')}; ${body}; ${kind === 'copy' ? `${MAKE}; ` : ''}echo err >&2; ${mark('ended')}; exit ${status}`;
  const actions = [
    { name: 'first', script: script(0) },
    { name: 'go', script: script(STATUS), interactive: kind === 'stdin' },
  ];
  // What has a network of its own does not pass its container on, so the next one's is made ahead.
  const apart = { name: 'apart', container: { network: 'none' }, actions };
  const blockOf = (name: string): string => (kind === 'ahead' && name === 'first' ? apart.name : 'main');
  const steps = ['first', 'go'].map((name) => ({ name, block: blockOf(name), action: name }));
  return createWorkspace({
    'workspace.poly': `blocks: ${JSON.stringify([{ name: 'main', actions }, apart])}\nworkflows: ${JSON.stringify([{ name: 'flow', steps }])}\n${settings}`,
    ...(kind === 'copy' ? { payload: PAYLOAD } : {}),
  });
}

function argsOf({ kind }: Cell): readonly string[] {
  return kind === 'workflow' || kind === 'ahead' ? ['workflow', 'run', 'flow'] : ['run', 'main', 'go'];
}

function optionsOf(cell: Cell): Partial<CliOptions> {
  if (cell.kind === 'terminal') return { terminal: true };
  if (cell.kind !== 'stdin') return {};
  const half = INPUT_BYTES / 2;
  const pause = 'stream' in cell ? 'until [ -e go ]; do sleep 0.02; done;' : '';
  // The status is that of the CLI, whatever becomes of the writer.
  return { shell: `{ head -c ${half} /dev/zero; ${pause} head -c ${half} /dev/zero; } 2>/dev/null | "$@"` };
}

function woundOf(cell: Cell): Wound {
  const spared = cell.kind === 'ahead' ? 1 : 0;
  if ('stream' in cell) {
    const { kinds: _kinds, ...stream }: (typeof STREAMS)[keyof typeof STREAMS] = STREAMS[cell.stream];
    return { ...stream, stream: cell.fault };
  }
  const { kinds: _kinds, pipelined, ...call }: Call = CALLS[cell.call];
  return { spared, ...call, lasting: pipelined === true, fault: cell.fault };
}

/** Lets the fault come while the action runs, and lets the action end a moment later. */
async function strike(
  cell: Cell,
  { workspace, engine, running }: { workspace: TestWorkspace; engine: FaultyEngine; running: RunningCli },
): Promise<void> {
  await running.waitFor('up');
  if (cell.kind === 'stdin')
    while (!engine.asked.some((request) => STREAMS['piped input'].request.test(request))) await sleep(10);
  await sleep(100);
  engine.strike();
  // Without its screen an action that ends at once is told by its status alone.
  await sleep('stream' in cell && cell.stream === 'screen' ? 4_000 : 100);
  await workspace.write('go', '');
}

async function finish(running: RunningCli): Promise<Finished> {
  let timer: NodeJS.Timeout | undefined;
  const hanging = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, LONGEST_MS, undefined);
  });
  const finished = await Promise.race([running.finished, hanging]);
  clearTimeout(timer);
  if (finished !== undefined) return finished;
  process.kill(-running.pid, 'SIGKILL');
  return { ...(await running.finished), code: null };
}

/** What a terminal shows, as text. */
function withoutColour({ code, stdout, stderr }: Finished): Finished {
  return {
    code,
    stdout: stripVTControlCharacters(stdout).replaceAll(/\r|\^@/g, ''),
    stderr: stripVTControlCharacters(stderr),
  };
}

/** Without an error everything must be as without the fault. */
function checkUntouched(cell: Cell, { code, stdout, stderr }: Finished, ran: Seen['ran']): string[] {
  const output = cell.kind === 'stdin' ? `up\n${INPUT_BYTES}\n` : 'up\nout\n';
  const isWhole = cell.kind === 'terminal' ? stdout.includes(`${output}err\n`) : stdout.endsWith(output);
  return [
    ...(code === STATUS ? [] : [`it ended with ${code ?? 'nothing: it hung'} instead of ${STATUS}`]),
    ...(isWhole ? [] : [`the output is not whole: ${JSON.stringify(stdout)}`]),
    ...(ran === 'whole' ? [] : [`it told of an action that ran ${ran}`]),
    ...checkWords(stderr),
  ];
}

/** What these say of the action is that nothing of it ran. */
const NOTHING_RAN: readonly ProblemCode[] = [
  'ENGINE_UNREACHABLE',
  'ENGINE_FAILED',
  'ENGINE_NOT_FOUND',
  'IMAGE_UNAVAILABLE',
  'IMAGE_UNSUITABLE',
];

function checkProblem(problem: ProblemCode, { code, stdout, stderr }: Finished, ran: Seen['ran']): string[] {
  const told = stdout + stderr;
  return [
    ...(code === PROBLEMS[problem].exit ? [] : [`${problem} ended with ${code ?? 'nothing: it hung'}`]),
    ...(/^hint {2}\S/m.test(told) ? [] : ['there is no hint']),
    ...(NOTHING_RAN.includes(problem) && ran !== 'no' ? [`${problem}, but the action ran ${ran}`] : []),
    ...checkWords(told),
  ];
}

function checkWords(text: string): string[] {
  return /INTERNAL|^\s+at .+:\d+:\d+/m.test(text) ? [`it looks like a bug: ${text}`] : [];
}

async function checkRecords(
  workspace: TestWorkspace,
  { code }: Finished,
  problem: string | undefined,
): Promise<string[]> {
  const records = await workspace.records();
  if (records.length === 0) return ['there is no record'];
  return records.flatMap(({ state, exit_code: exit, cause = '', action, workflow }) => {
    const what = action ?? workflow ?? '';
    if (action === 'first' && state === 'succeeded') return exit === 0 ? [] : [`${what}: succeeded with ${exit}`];
    const isTrue =
      state === 'failed' &&
      exit === code &&
      (problem === undefined || action === undefined || cause.startsWith(problem));
    return isTrue ? [] : [`the record of ${what} says ${state} ${exit} ${cause}`];
  });
}

async function checkLeft({ directory }: TestWorkspace): Promise<string[]> {
  const expected = /^(workspace\.poly|engine\.sock|go|tmp|artifacts|payload|made|\.logs|marks-\w+)$/;
  const files = (await readdir(directory)).filter((name) => !expected.test(name));
  const temporary = await readdir(path.join(directory, 'tmp'));
  const logs = await readdir(path.join(directory, '.logs'), { recursive: true });
  const odd = logs.filter((name) => !/^(\d{4}-\d\d-\d\d(\/[\w-]+\.(yml|ndjson))?)$/.test(name));
  return [...files, ...temporary, ...odd].map((name) => `left: ${name}`);
}

async function markOf({ directory }: TestWorkspace, action: string): Promise<Seen['ran']> {
  const marks = await readFile(path.join(directory, `marks-${action}`), 'utf8').catch(() => '');
  const counted = marks.split('\n').filter(Boolean);
  if (counted.filter((word) => word === 'begun').length > 1) throw new Error(`it ran more than once: ${marks}`);
  return counted.length === 0 ? 'no' : counted.includes('ended') ? 'whole' : 'in part';
}

const sleep = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
