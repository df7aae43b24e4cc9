import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Job, TerminalSize } from '../../run/index.ts';
import { findProgram } from './requirements.ts';
import type { Face } from './running.ts';

// Becomes the action once the terminal has its size. Its own process leads the terminal's session.
const LAUNCHER = `
cd -- "\${BASH_SOURCE[0]%/*}" && mapfile -d '' -t __argv <command && stty rows "\${__argv[0]}" cols "\${__argv[1]}"
printf '%s %s\\n' "$$" "$(tty)" >place.new && mv place.new place
cd -- "\${__argv[2]}" && exec -- "\${__argv[@]:3}"
`;

interface TerminalLaunch {
  readonly folder: string;
  readonly options: SpawnOptions;
  readonly size: TerminalSize;
  readonly onGroup: (group: number) => void;
}

/** Runs the job on a terminal of its own, which script(1) makes: it is on every Linux and macOS, and Node cannot make one. Rejects with TOOL_MISSING. */
export async function launchOnTerminal(
  job: Job,
  { folder, options, size, onGroup }: TerminalLaunch,
): Promise<[ChildProcess, Face]> {
  const { PATH = '' } = options.env ?? {};
  for (const tool of ['script', 'stty']) await findProgram(tool, { path: PATH, directory: '/' });
  const own = path.join(folder, '.job');
  const words = [String(size.rows), String(size.columns), job.workingDirectory, ...job.command];
  await writeFile(path.join(own, 'command'), words.map((word) => `${word}\0`).join(''), { mode: 0o644 });
  await writeFile(path.join(own, 'launch'), LAUNCHER, { mode: 0o644 });
  const child = spawn('script', scriptArguments(path.join(own, 'launch')), {
    ...options,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  const place = readPlace(path.join(own, 'place'), child);
  let group: number | undefined;
  void place.then((found) => {
    group = found?.pid;
    if (group !== undefined) onGroup(group);
  });
  return [
    child,
    {
      stdout: child.stdout,
      stderr: Readable.from([]),
      ...(job.stdin ? { stdin: child.stdin } : {}),
      group: () => group ?? child.pid,
      placed: place,
      async resize({ rows, columns }) {
        const found = await place;
        if (found === undefined) return;
        const device = process.platform === 'linux' ? '-F' : '-f';
        // A size that comes too early or too late is nobody's error.
        await promisify(execFile)('stty', [device, found.tty, 'rows', String(rows), 'cols', String(columns)]).catch(
          () => undefined,
        );
      },
    },
  ];
}

/** The two script(1)s differ: util-linux takes one line for a shell, BSD a command. */
function scriptArguments(launcher: string): string[] {
  if (process.platform !== 'linux') return ['-q', '/dev/null', 'bash', launcher];
  const line = `exec bash '${launcher.replaceAll("'", `'\\''`)}'`;
  return ['--quiet', '--return', '--flush', '--echo', 'always', '--command', line, '/dev/null'];
}

/** Where the action has come to be: its process and its terminal; undefined when it ended before it said so. */
async function readPlace(
  file: string,
  child: ChildProcess,
): Promise<{ readonly pid: number; readonly tty: string } | undefined> {
  while (child.exitCode === null && child.signalCode === null) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const [, pid, tty] = /^(\d+) (\S+)\n$/.exec(text ?? '') ?? [];
    if (pid !== undefined && tty !== undefined) return { pid: Number(pid), tty };
    await sleep(10);
  }
  return undefined;
}
