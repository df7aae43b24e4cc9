import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { installPacked } from './packed.ts';
import { SOCKET } from './engine.ts';

/** How a process ended, and everything it printed. */
export interface Finished {
  /** The exit status, or the signal that ended the process. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An installed `polycrate` at work, in a process group of its own. */
export interface RunningCli {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** Resolves once stdout or stderr has `text`; rejects with all output when the process ends without it, or after 30 s. */
  waitFor(text: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Types on its stdin; needs `stdin: 'open'`. */
  type(text: string): void;
}

/** Where and how the CLI is started. */
export interface CliOptions {
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `none` is /dev/null; `open` is a pipe that nobody closes. */
  readonly stdin?: 'none' | 'open';
  /** On a terminal of 31 lines and 97 columns, whose output all comes as stdout. */
  readonly terminal?: boolean;
  /** A line of bash around it, in which it is called `"$@"`. */
  readonly shell?: string;
  /** As somebody else, who may use the engine. Needs root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** What is printed after a run that left its terminal in another mode. */
export const TERMINAL_CHANGED = 'the terminal has been left changed';

/** Starts the installed CLI with `args`. */
export async function startCli(args: readonly string[], options: CliOptions): Promise<RunningCli> {
  const [program, ...rest] = await commandFor(args, options);
  const child = spawn(program ?? '', rest, {
    cwd: options.directory,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: [options.stdin === 'open' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return watch(child);
}

/** True while any process of the group that `pid` leads is there. */
export function isGroupAlive(pid: number): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        // What has ended is no rest of ours, whether or not its parent ever looks.
        return Number(group) === pid && state !== 'Z' && state !== 'X';
      } catch {
        return false;
      }
    });
}

/** The caller's environment without what changes output or is meant for the test runner. Tests count containers, so none is left waiting. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const unwanted =
    /^(CI|TERM|NO_COLOR|FORCE_COLOR|SSH_AUTH_SOCK|KUBECONFIG|(NODE|JEST|npm|POLYCRATE|GITHUB|GITLAB)_.*)$/;
  // NODE_EXTRA_CA_CERTS and the like are how the machine reaches its network.
  const kept = (name: string): boolean => !unwanted.test(name) || name === 'NODE_EXTRA_CA_CERTS';
  const own = { TERM: 'xterm-256color', POLYCRATE_CONTAINER_PARK: 'off' };
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => kept(name))), ...own };
}

async function commandFor(args: readonly string[], { terminal, shell, user }: CliOptions): Promise<readonly string[]> {
  const command = [await installPacked(), ...args];
  if (shell !== undefined) return ['bash', '-c', shell, 'bash', ...command];
  if (terminal === true) {
    const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    const session = `stty rows 31 cols 97; before=$(stty -g); ${line}; status=$?
      [ "$(stty -g)" = "$before" ] || echo '${TERMINAL_CHANGED}'; exit $status`;
    return ['script', '--quiet', '--return', '--command', session, '/dev/null'];
  }
  if (user === undefined) return command;
  const groups = String(statSync(SOCKET).gid);
  return ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), '--groups', groups, '--', ...command];
}

function watch(child: ChildProcess): RunningCli {
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const finished = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]): Finished => {
    child.stdin?.destroy();
    return { code: code ?? signal ?? null, stdout, stderr };
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${child.spawnfile} cannot be started`);
  return {
    pid,
    finished,
    async waitFor(text) {
      let [listener, timer]: [() => void, NodeJS.Timeout | undefined] = [() => undefined, undefined];
      const seen = new Promise<string>((resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`"${text}" did not come within 30 s, but:\n${stdout}\n${stderr}`));
        }, 30_000);
        listener = () => {
          if (stdout.includes(text) || stderr.includes(text)) resolve('seen');
        };
        listeners.add(listener);
        listener();
      });
      const first = await Promise.race([seen, finished]).finally(() => {
        clearTimeout(timer);
        listeners.delete(listener);
      });
      if (first === 'seen' || stdout.includes(text) || stderr.includes(text)) return;
      throw new Error(`"${text}" did not come before the end:\n${stdout}\n${stderr}`);
    },
    signal(name) {
      process.kill(pid, name);
    },
    type(text) {
      child.stdin?.write(text);
    },
  };
}
