import { expect, jest } from '@jest/globals';
import Docker from 'dockerode';
import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import type { JournalLine, RecordFile } from '../../src/record/index.ts';
import { isGroupAlive, startCli } from './cli.ts';
import type { CliOptions, Finished, RunningCli } from './cli.ts';

// Every test with a workspace starts containers, some of them with Ansible inside.
jest.setTimeout(60_000);

/** A workspace in a folder of its own, and the installed CLI in it. */
export interface TestWorkspace {
  readonly name: string;
  readonly directory: string;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  polycrate(...args: readonly string[]): Promise<Finished>;
  start(args: readonly string[], options?: Partial<CliOptions>): Promise<RunningCli>;
  /** Every record, oldest first, as it is in its file. */
  records(): Promise<readonly RecordFile[]>;
  /** The only record there is. */
  record(): Promise<RecordFile>;
  /** Everything of one stream that the journals hold. */
  journal(stream: 'stdout' | 'stderr'): Promise<string>;
  /** Ids of its containers, those that do not run too unless asked otherwise. */
  containers(which?: 'all' | 'running'): Promise<readonly string[]>;
}

interface Opened {
  readonly workspace: TestWorkspace;
  readonly processes: RunningCli[];
}

const open: Opened[] = [];

/** Writes a workspace of these files; `workspace.poly` gets a name nobody else has. */
export async function createWorkspace(files: Readonly<Record<string, string>> = {}): Promise<TestWorkspace> {
  const name = `test-${randomBytes(5).toString('hex')}`;
  const workspace = openWorkspace(name, await createFolder());
  await workspace.write('workspace.poly', `name: ${name}\n${files['workspace.poly'] ?? ''}`);
  for (const [file, text] of Object.entries(files)) if (file !== 'workspace.poly') await workspace.write(file, text);
  return workspace;
}

/** A workspace with one block `main`, whose actions are these scripts. */
export async function createScripts(scripts: Readonly<Record<string, string>>, rest = ''): Promise<TestWorkspace> {
  const actions = Object.entries(scripts).map(([name, script]) => ({ name, script }));
  return createWorkspace({ 'workspace.poly': `blocks: ${JSON.stringify([{ name: 'main', actions }])}\n${rest}` });
}

/** A copy of a workspace that somebody else wrote. */
export async function copyWorkspace(source: string): Promise<TestWorkspace> {
  const directory = await createFolder();
  await cp(source, directory, { recursive: true });
  const { name } = parse(await readFile(path.join(directory, 'workspace.poly'), 'utf8')) as { name: string };
  return openWorkspace(name, directory);
}

/** An empty folder that the CLI is to be used in; `name` is what the workspace made there will be called. */
export async function createEmpty(name: string): Promise<TestWorkspace> {
  return openWorkspace(name, await createFolder());
}

/** To be called after each test: ends what still runs, removes the folders, and fails when a run left a container, a process or a lock. */
export async function closeWorkspaces(): Promise<void> {
  const left: string[] = [];
  for (const { workspace, processes } of open.splice(0)) {
    for (const { pid } of processes.filter((each) => isGroupAlive(each.pid))) {
      left.push(`process ${pid}`);
      process.kill(-pid, 'SIGKILL');
    }
    for (const id of await waitForNone(workspace)) {
      const { State } = await new Docker()
        .getContainer(id)
        .inspect()
        .catch(() => ({ State: { Status: 'gone' } }));
      // One that was made and never started is for a later run to sweep.
      if (!['created', 'gone'].includes(State.Status)) left.push(`container ${id}`);
      // It may be on its way out after all.
      await new Docker()
        .getContainer(id)
        .remove({ force: true })
        .catch(() => undefined);
    }
    const logs = await readdir(path.join(workspace.directory, '.logs')).catch(() => []);
    left.push(...logs.filter((name) => name.startsWith('.lock')).map((name) => `lock ${name}`));
    await rm(workspace.directory, { recursive: true, force: true });
  }
  expect(left).toEqual([]);
}

/** Gives a folder and everything in it to somebody. */
export async function giveAway(directory: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  await chown(directory, uid, gid);
  for (const name of await readdir(directory, { recursive: true })) await chown(path.join(directory, name), uid, gid);
}

// The engine takes an ended container down by itself, a moment after the CLI has its status. One that was made ahead, and whose command failed
// before it was asked for, or whose engine was out of reach by then, waits two seconds for somebody to come.
async function waitForNone(workspace: TestWorkspace): Promise<readonly string[]> {
  for (const end = performance.now() + 6_000; ;) {
    const ids = await workspace.containers();
    if (ids.length === 0 || performance.now() > end) return ids;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function createFolder(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'polycrate-test-'));
  await chmod(directory, 0o755);
  return directory;
}

function openWorkspace(name: string, directory: string): TestWorkspace {
  const processes: RunningCli[] = [];
  const logs = path.join(directory, '.logs');
  const logFiles = async (ending: string): Promise<readonly string[]> => {
    const names = await readdir(logs, { recursive: true }).catch(() => []);
    const files = names.filter((each) => each.endsWith(ending)).sort();
    return Promise.all(files.map((file) => readFile(path.join(logs, file), 'utf8')));
  };
  const start = async (args: readonly string[], options: Partial<CliOptions> = {}): Promise<RunningCli> => {
    const running = await startCli(args, { directory, ...options });
    processes.push(running);
    return running;
  };
  const records = async (): Promise<readonly RecordFile[]> =>
    (await logFiles('.yml')).map((text) => parse(text) as RecordFile);
  const workspace: TestWorkspace = {
    name,
    directory,
    async write(file, text) {
      await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
      await writeFile(path.join(directory, file), text);
    },
    read: (file) => readFile(path.join(directory, file), 'utf8'),
    polycrate: async (...args) => (await start(args)).finished,
    start,
    records,
    async record() {
      const [record, ...others] = await records();
      expect(others).toEqual([]);
      return record!;
    },
    async journal(stream) {
      const lines = (await logFiles('.ndjson')).flatMap((text) => text.trimEnd().split('\n')).filter(Boolean);
      const written = lines.map((line) => JSON.parse(line) as JournalLine).filter((line) => line.s === stream);
      return written.map(({ d, b }) => d ?? Buffer.from(b ?? '', 'base64').toString()).join('');
    },
    async containers(which = 'all') {
      const label = [`dev.polycrate.workspace=${name}`];
      return (await new Docker().listContainers({ all: which === 'all', filters: { label } })).map(({ Id }) => Id);
    },
  };
  open.push({ workspace, processes });
  return workspace;
}
