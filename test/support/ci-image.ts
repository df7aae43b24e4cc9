import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { VERSION } from '../../src/version.ts';
import { digest } from './packed.ts';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');
const STAMP = path.join(ROOT, 'build/made-of');

/** The single executable of this state of the source. */
export const EXECUTABLE = path.join(ROOT, 'build/polycrate/bin/polycrate');

/** Makes the executable and its archive, unless they are there. */
export async function buildExecutable(): Promise<void> {
  const state = `${await digest()}\n${await readFile(path.join(ROOT, 'scripts/build-sea.mjs'), 'utf8')}`;
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === state) return;
  await run('npm', ['run', 'build:sea', '--silent'], { cwd: ROOT });
  await writeFile(STAMP, state);
}

/** How a program in a container ended. */
export interface JobResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The image for CI jobs, under a name of its own. */
export interface CiImage extends AsyncDisposable {
  /** Runs a command in a container of it, with `directory` as its /workspace. */
  run(directory: string, command: readonly string[], options?: readonly string[]): Promise<JobResult>;
}

/** Builds it; disposing removes it. */
export async function buildCiImage(): Promise<CiImage> {
  await buildExecutable();
  const name = `polycrate-ci-test:${randomBytes(4).toString('hex')}`;
  const toolchain = `TOOLCHAIN=ghcr.io/polycrate/toolchain:${VERSION}`;
  await run('docker', ['build', '--quiet', '--tag', name, '--build-arg', toolchain, ROOT]);
  return {
    async run(directory, command, options = ['--network', 'none']) {
      const mounted = ['--volume', `${directory}:/workspace`, '--workdir', '/workspace'];
      const args = ['run', '--rm', ...mounted, ...options, name, ...command];
      return run('docker', args, { maxBuffer: 1e8 }).then(
        (printed) => ({ code: 0, ...printed }),
        (error: unknown) => error as JobResult,
      );
    },
    async [Symbol.asyncDispose]() {
      await run('docker', ['image', 'rm', '--force', name]);
    },
  };
}

/** Options of `docker run` that bring Node and this checkout's libraries into a container that has none. */
export async function bringNode(): Promise<readonly string[]> {
  return [
    ...['--volume', `${await realpath(process.execPath)}:/usr/local/bin/node:ro`],
    ...['--volume', `${path.join(ROOT, 'node_modules')}:/opt/tests/node_modules:ro`],
  ];
}
