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

/**
 * Runs the `ssh` of this machine, so that the caller's own settings, agent and jump hosts hold; nothing is ever asked (BatchMode).
 * Rejects with TOOL_MISSING where there is none, and when it has not ended after `timeoutMs`.
 */
export async function runSsh(
  args: readonly string[],
  { env, timeoutMs }: { readonly env: Readonly<Record<string, string | undefined>>; readonly timeoutMs: number },
): Promise<SshAnswer> {
  const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      // Not `close`: a jump host's ssh, or a master that has gone to the background, may hold the pipes for longer.
      child.on('exit', (code) => {
        // What was written before the end is still in the pipes.
        setImmediate(() => {
          resolve(code ?? 255);
        });
      });
    });
    return { status, stdout, stderr };
  } catch (error) {
    throw new Problem('TOOL_MISSING', 'Engines over ssh:// need the ssh program, and it is not on this machine.', {
      hint: 'sudo apt-get install openssh-client',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}
