import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { expect } from '@jest/globals';
import { runCommandLine, type System } from '../../src/cli/index.ts';
import { isProblem, PROBLEMS, type ProblemCode } from '../../src/errors.ts';
import type { RecordFile } from '../../src/record/index.ts';
import { VERSION } from '../../src/version.ts';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { expectGolden } from './golden.ts';
import { createTestRenderer } from './rendering.ts';
import { createTestTerminals } from './streams.ts';

export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  /** What stdin says before it ends. */
  readonly typed?: string;
  /** Width of the terminal that all three streams are; without it they are none. */
  readonly columns?: number;
  /** The engine is looked for as on a user's machine, instead of being the fake one. */
  readonly findsEngine?: boolean;
}

/** A workspace in a folder of its own, with a command line that runs in this process. */
export interface Scenario extends AsyncDisposable {
  readonly directory: string;
  readonly engine: FakeContainerEngine;
  polycrate(...argv: string[]): Promise<Answer>;
  /** Also with further properties of the process. */
  polycrateWith(system: Partial<System> & Surroundings, ...argv: string[]): Promise<Answer>;
  read(file: string): Promise<string>;
  write(file: string, contents: string): Promise<void>;
  /** All records, oldest first. */
  records(): Promise<RecordFile[]>;
}

/** Lays `files` (or a copy of the folder `from`) into a new folder. Disposing removes it. */
export async function scenario(
  files: Readonly<Record<string, string>>,
  { engine = new FakeContainerEngine(), from }: { readonly engine?: FakeContainerEngine; readonly from?: string } = {},
): Promise<Scenario> {
  const directory = await mkdtemp(path.join(tmpdir(), 'polycrate-scenario-'));
  if (from !== undefined) await cp(from, directory, { recursive: true });
  const write = async (file: string, contents: string): Promise<void> => {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), contents);
  };
  for (const [file, contents] of Object.entries(files)) await write(file, contents);
  const polycrateWith: Scenario['polycrateWith'] = async (
    { typed, columns, findsEngine = false, ...system },
    ...argv
  ) => {
    const terminals = createTestTerminals({ stdin: typed ?? '', ...(columns === undefined ? {} : { columns }) });
    const status = await runCommandLine(argv, {
      directory,
      packageRoot: path.join(import.meta.dirname, '../..'),
      ...(findsEngine ? {} : { engine: () => Promise.resolve(engine) }),
      ...terminals,
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        // Below the home of the account otherwise, where one test would meet what another has left.
        XDG_CACHE_HOME: path.join(directory, '.cache'),
        NO_COLOR: '1',
      },
      ...system,
    });
    return { status, stdout: terminals.text.stdout(), stderr: terminals.text.stderr() };
  };
  return {
    directory,
    engine,
    polycrateWith,
    polycrate: (...argv) => polycrateWith({}, ...argv),
    read: (file) => readFile(path.join(directory, file), 'utf8'),
    write,
    async records() {
      const entries = await readdir(path.join(directory, '.logs'), { recursive: true }).catch(() => []);
      const names = entries.filter((name) => name.endsWith('.yml')).sort();
      return Promise.all(
        names.map(async (name) => parse(await readFile(path.join(directory, '.logs', name), 'utf8')) as RecordFile),
      );
    },
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Replaces what differs with every run: ids, times, durations, the folder. */
export function steady(text: string, { directory }: Pick<Scenario, 'directory'>): string {
  return text
    .replaceAll(directory, '<folder>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<transaction>')
    .replace(/\b(\d+ m )?\d+(\.\d)? m?s\b/g, '<time>')
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+Z)?/g, '<date>')
    .replace(/\b[0-9a-f]{8}\b/g, '<id>');
}

/** Expects a command line to have ended with the problem `code`; answers what a person has read, made steady. */
export function told(
  code: ProblemCode,
  { status, stderr }: Omit<Answer, 'stdout'>,
  ws: Pick<Scenario, 'directory'>,
): string {
  expect(stderr).toContain(`error[${code}] `);
  expect(status).toBe(PROBLEMS[code].exit);
  // Errors of Node come from outside the realm of a test, where they are no `Error` and so get their class in front.
  return steady(stderr, ws).replaceAll(': Error: ', ': ').replaceAll(`:${VERSION}`, ':<version>');
}

/** What a person reads of a failure whose surroundings no test can have; for the rest, see `told`. */
export async function render(failure: unknown): Promise<Omit<Answer, 'stdout'>> {
  const { renderer, streams } = createTestRenderer();
  await renderer.problem(failure);
  await renderer.close();
  return { status: isProblem(failure) ? failure.exitCode : PROBLEMS.INTERNAL.exit, stderr: streams.text.stderr() };
}

/** Expects test/fixtures/errors/<code>.txt to hold these texts, each under the occasion it is told on. */
export function expectWording(code: ProblemCode, texts: Readonly<Record<string, string>>): void {
  const shown = Object.entries(texts).map(([occasion, text]) => `=== ${occasion} ===\n${text}`);
  expectGolden(`errors/${code}.txt`, shown.join('\n'));
}
