import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../../errors.ts';

/** Types of key that OpenSSH makes and every host accepts. */
export type SshKeyType = 'ed25519' | 'rsa';

export interface SshKeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A new key pair without a passphrase, made by the `ssh-keygen` of this machine; it leaves no file behind. Rejects with TOOL_MISSING. */
export async function makeSshKeys(
  type: SshKeyType,
  { comment, env }: { readonly comment: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<SshKeyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'polycrate-keys-'));
  try {
    const file = join(folder, 'key');
    // Not imported: see terminal.ts.
    const run = promisify(process.getBuiltinModule('node:child_process').execFile);
    const bits = type === 'rsa' ? ['-b', '4096'] : [];
    await run('ssh-keygen', ['-q', '-t', type, ...bits, '-N', '', '-C', comment, '-f', file], { env });
    const [privateKey, publicKey] = await Promise.all([readFile(file, 'utf8'), readFile(`${file}.pub`, 'utf8')]);
    return { privateKey, publicKey };
  } catch (cause) {
    const isAbsent = typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT';
    const reason = isAbsent
      ? 'ssh-keygen is not on this machine'
      : String(cause instanceof Error ? cause.message : cause);
    throw new Problem('TOOL_MISSING', `no SSH keys could be made: ${reason}`, {
      hint: 'install OpenSSH (Debian: sudo apt-get install openssh-client), or leave --with-ssh-keys out',
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
