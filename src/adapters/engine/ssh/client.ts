import { spawn } from 'node:child_process';
import { Problem } from '../../../errors.ts';
import type { SshEndpoint } from '../endpoint.ts';

/** How a run of `ssh` ended. */
export interface SshAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `user@host`, as ssh takes it. */
export function destinationOf({ user, host }: SshEndpoint): string {
  return user === undefined ? host : `${user}@${host}`;
}

/** A jump host's ssh, or a master that has gone to the background, may hold the pipes for as long as it lives. */
const DRAIN_MS = 200;

/**
 * Runs the `ssh` of this machine, so that the caller's own settings, agent and jump hosts hold; nothing is ever asked (BatchMode). After
 * `timeoutMs` it is killed, and its status is 255. Rejects with TOOL_MISSING where there is none, ENGINE_UNREACHABLE where it cannot be started.
 */
export async function runSsh(
  args: readonly string[],
  { env, timeoutMs }: { readonly env: Readonly<Record<string, string | undefined>>; readonly timeoutMs: number },
): Promise<SshAnswer> {
  const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  let draining: NodeJS.Timeout | undefined;
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve(code ?? 255);
      });
      child.once('exit', (code) => {
        draining = setTimeout(() => {
          resolve(code ?? 255);
        }, DRAIN_MS);
      });
    });
    return { status, stdout, stderr };
  } catch (error) {
    throw describeNoStart(error as NodeJS.ErrnoException);
  } finally {
    clearTimeout(timer);
    clearTimeout(draining);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function describeNoStart(error: NodeJS.ErrnoException): Problem {
  if (error.code === 'ENOENT')
    return new Problem('TOOL_MISSING', 'Engines over ssh:// need the ssh program, and it is not on this machine.', {
      hint: 'sudo apt-get install openssh-client',
      cause: error,
    });
  return new Problem('ENGINE_UNREACHABLE', `The ssh program of this machine cannot be started: ${error.message}.`, {
    hint: 'ssh -V',
    cause: error,
  });
}
