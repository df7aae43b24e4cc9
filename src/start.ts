import { homedir } from 'node:os';
import type { runCommandLine as Run } from './cli/index.ts';
import type { HeadStart } from './run/index.ts';
import { cacheDirectory } from './adapters/disk/cache-directory.ts';
import { loadWithCodeCache } from './adapters/system/code-cache.ts';
import { VERSION } from './version.ts';

/** The first words of command lines that have compiled code of their own. */
const COMMANDS = [
  ...['run', 'plan', 'workflow', 'block', 'action', 'workspace', 'validate', 'logs', 'init', 'toolchain', 'doctor'],
  ...['version', 'completion', '__complete', 'install', 'uninstall', 'config', 'schema', 'migrate', 'prune'],
  ...['shell', 'exec'],
];

/** Those that run something in a container. */
const RUNNING = ['run', 'workflow', 'install', 'uninstall', 'prune', 'shell', 'exec'];

const argv = process.argv.slice(2);

/** What was installed, in whatever form. */
export interface Installed {
  /** Absolute path of the file that is the program or contains it. */
  readonly bundle: string;
  /** The program's text where that file is more than it. */
  readonly source?: () => string;
  /** Absolute path of the folder with the image's recipe and the templates. */
  readonly packageRoot: () => string;
  readonly require: NodeJS.Require;
}

/** The whole process: answers the command line and ends with its status. */
export function start(installed: Installed): void {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    // Asked by scripts and prompts all day: answered before anything is loaded.
    process.stdout.write(`${VERSION}\n`);
  } else {
    void main(installed);
  }
}

async function main({ bundle, source, packageRoot, require }: Installed): Promise<void> {
  // Whatever ends the process before it gets a status is a bug, and no success.
  process.exitCode = 70;
  const headStart = await beginHeadStart();
  const loaded = loadWithCodeCache<{ runCommandLine: typeof Run }>(bundle, {
    require,
    variant: argv[0] ?? '',
    variants: COMMANDS,
    env: process.env,
    ...(source === undefined ? {} : { source: source() }),
  });
  const status = await loaded.exports.runCommandLine(argv, {
    env: process.env,
    directory: currentDirectory(),
    get packageRoot() {
      return packageRoot();
    },
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    ...(headStart === undefined ? {} : { headStart }),
  });
  loaded.keep();
  // The only place that ends the process: sockets kept alive for the next request must not hold it.
  process.exit(status);
}

/** The engine's work begins before the program is loaded. */
async function beginHeadStart(): Promise<HeadStart | undefined> {
  const { env } = process;
  const directory = cacheDirectory(env, env['HOME'] ?? homedir());
  if (directory === undefined || !RUNNING.includes(argv[0] ?? '')) return undefined;
  const { takeHeadStart } = await import('./adapters/engine/head-start.ts');
  return takeHeadStart(directory, { argv, folder: currentDirectory(), env });
}

/** A folder that has been removed under a shell still has the name that shell knows. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}
