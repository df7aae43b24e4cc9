import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';

const ROOT = path.join(import.meta.dirname, '../..');

/** How a job's use of the action ended. */
export interface JobStep {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  /** Exit status of the step that failed; 0 where none did. */
  readonly status: number;
  /** Names of the steps that ran. */
  readonly ran: readonly string[];
}

/** A machine that runs `action.yml` as GitHub's runner does, one step after another, with the library that evaluates its expressions there. */
export interface GithubRunner extends AsyncDisposable {
  /** A folder that goes with it. */
  readonly home: string;
  /** Uses the action in `directory` with these inputs; `onLog` sees what is printed so far, and can end the running step. */
  use(inputs: Readonly<Record<string, string>>, options: UseOptions): Promise<JobStep>;
}

interface UseOptions {
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called before each step that runs. */
  readonly onStep?: (name: string) => Promise<void>;
  readonly onLog?: (log: string, end: (signal: NodeJS.Signals) => void) => void;
}

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** Starts with an empty cache, which all uses share. */
export async function startRunner(): Promise<GithubRunner> {
  const home = await mkdtemp(path.join(tmpdir(), 'polycrate-runner-'));
  await mkdir(path.join(home, 'cache'));
  const action = parse(await readFile(path.join(ROOT, 'action.yml'), 'utf8')) as Action;
  return {
    home,
    use: (inputs, options) => use(action, { home, inputs, ...options }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

async function use(
  action: Action,
  {
    home,
    inputs,
    directory,
    env = {},
    onStep,
    onLog,
  }: UseOptions & { readonly home: string; readonly inputs: Readonly<Record<string, string>> },
): Promise<JobStep> {
  const temporary = await mkdtemp(path.join(home, 'temp-'));
  const file = (name: string): string => path.join(temporary, name);
  await Promise.all(['path', 'summary'].map((name) => writeFile(file(name), '')));
  const defaults = Object.entries(action.inputs).map(([name, { default: value = '' }]) => [name, value]);
  const given = { ...(Object.fromEntries(defaults) as Record<string, string>), ...inputs };
  const steps: Record<string, Record<string, string>> = {};
  let [log, status] = ['', 0];
  const ran: string[] = [];
  const evaluate = (text: string): string => evaluateExpression(text, { inputs: given, steps, failed: status !== 0 });
  const fill = (map: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(map).map(([key, text]) => [
        key,
        text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, inner: string) => evaluate(inner)),
      ]),
    );
  for (const step of action.runs.steps) {
    const condition = step.if ?? 'true';
    // As on GitHub: without a word about it, a step wants all before it to have succeeded.
    const wanted = /\b(always|failure|success)\(\)/.test(condition) ? condition : `success() && (${condition})`;
    if (evaluate(wanted) !== 'true') continue;
    ran.push(step.name);
    await onStep?.(step.name);
    const id = step.id ?? step.name;
    if (step.uses !== undefined) {
      steps[id] = await useCache(step.uses, fill(step.with), path.join(home, 'cache'));
      continue;
    }
    await writeFile(file('output'), '');
    await writeFile(file('script.sh'), step.run ?? '');
    const added = (await readFile(file('path'), 'utf8')).trim().split('\n').filter(Boolean).reverse();
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file('script.sh')], {
      cwd: directory,
      env: {
        ...{
          HOME: process.env.HOME,
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          NO_COLOR: '1',
          POLYCRATE_CONTAINER_PARK: 'off',
        },
        ...{ GITHUB_ACTION_PATH: ROOT, GITHUB_WORKSPACE: directory, RUNNER_TEMP: temporary },
        ...{ GITHUB_OUTPUT: file('output'), GITHUB_PATH: file('path'), GITHUB_STEP_SUMMARY: file('summary') },
        PATH: [...added, path.dirname(process.execPath), process.env.PATH].join(':'),
        ...env,
        ...fill(step.env),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (text: string): void => {
      log += text;
      onLog?.(log, (signal) => child.kill(signal));
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    const [code] = (await once(child, 'close')) as [number | null];
    steps[id] = readOutputs(await readFile(file('output'), 'utf8'));
    if (status === 0) status = code ?? 1;
  }
  const outputs = fill(Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, value])));
  return { outputs, summary: await readFile(file('summary'), 'utf8'), log, status, ran };
}

/** What actions/cache/restore and /save promise: a key is written once, and given back as it was. */
async function useCache(name: string, inputs: Record<string, string>, cache: string): Promise<Record<string, string>> {
  const { path: place = '', key = '' } = inputs;
  const kept = path.join(cache, key);
  const isThere = (await stat(kept).catch(() => undefined)) !== undefined;
  if (name.startsWith('actions/cache/save@')) {
    if (!isThere) await copyFile(place, kept);
    return {};
  }
  if (!name.startsWith('actions/cache/restore@')) throw new Error(`no stand-in for ${name}`);
  if (isThere) await copyFile(kept, place);
  return isThere ? { 'cache-hit': 'true' } : {};
}

function readOutputs(text: string): Record<string, string> {
  const lines = text.split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

interface Contexts {
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly failed: boolean;
}

function evaluateExpression(text: string, { inputs, steps, failed }: Contexts): string {
  const status = (name: string, value: boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  });
  const functions = [status('always', true), status('success', !failed), status('failure', failed)];
  const parser = new Parser(new Lexer(text.trim()).lex().tokens, ['inputs', 'steps'], functions);
  const outputs = Object.entries(steps).map(([key, value]) => ({
    key,
    value: dictionary([{ key: 'outputs', value: strings(value) }]),
  }));
  const contexts = dictionary([
    { key: 'inputs', value: strings(inputs) },
    { key: 'steps', value: dictionary(outputs) },
  ]);
  const named = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(parser.parse(), contexts, named).evaluate().coerceString();
}

const dictionary = (pairs: { key: string; value: data.ExpressionData }[]): data.Dictionary =>
  new data.Dictionary(...pairs);

const strings = (map: Readonly<Record<string, string>>): data.Dictionary =>
  dictionary(Object.entries(map).map(([key, value]) => ({ key, value: new data.StringData(value) })));
