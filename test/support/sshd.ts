import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findFreePorts } from './hosts.ts';

const run = promisify(execFile);

/** A real sshd of this machine, on a port of its own, that lets this user in. */
export interface Sshd extends AsyncDisposable {
  /** `ssh://user@127.0.0.1:port` */
  readonly url: string;
  readonly folder: string;
  /** Variables with which `ssh` knows the host and has the key, and keeps its connections in the test's folder. */
  readonly env: Readonly<Record<string, string>>;
  /** Forgets the host's key; `ssh` meets a stranger. */
  forgetHost(): Promise<void>;
  /** Takes the user's key away from the server. */
  forgetKey(): Promise<void>;
}

/** Starts one; `settings` are further lines for sshd_config. Everything ends with it, the clients' connections too. */
export async function startSshd(settings: readonly string[] = []): Promise<Sshd> {
  const folder = await mkdtemp(path.join(tmpdir(), 'polycrate-sshd-'));
  const at = (name: string): string => path.join(folder, name);
  const [port = 0] = await findFreePorts(1);
  // The server asks for it; a package that was never started has not made it.
  await mkdir('/run/sshd', { recursive: true });
  for (const key of ['host', 'user']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  await run('cp', [at('user.pub'), at('authorized_keys')]);
  await writeFile(
    at('sshd_config'),
    [
      ...[
        'ListenAddress 127.0.0.1',
        `Port ${port}`,
        `HostKey ${at('host')}`,
        `AuthorizedKeysFile ${at('authorized_keys')}`,
      ],
      ...[
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
        'PermitRootLogin prohibit-password',
        'PidFile none',
      ],
      ...settings,
      '',
    ].join('\n'),
  );
  const { stdout: key } = await run('cut', ['-d ', '-f1,2', at('host.pub')]);
  await writeFile(at('known_hosts'), `[127.0.0.1]:${port} ${key}`);
  await writeFile(
    at('ssh_config'),
    [
      `UserKnownHostsFile ${at('known_hosts')}`,
      `IdentityFile ${at('user')}`,
      'IdentitiesOnly yes',
      'StrictHostKeyChecking ask',
      '',
    ].join('\n'),
  );
  // ssh takes its configuration from the account, whatever HOME says; so a program of its name puts it in.
  await mkdir(at('bin'));
  await writeFile(at('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${at('ssh_config')} "$@"\n`);
  await chmod(at('bin/ssh'), 0o755);
  await mkdir(at('run'), { mode: 0o700 });
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('sshd_config')], { stdio: 'ignore' });
  await waitForPort(port);
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    folder,
    env: { PATH: `${at('bin')}:${process.env.PATH ?? ''}`, XDG_RUNTIME_DIR: at('run') },
    forgetHost: () => rm(at('known_hosts')),
    forgetKey: () => rm(at('authorized_keys')),
    async [Symbol.asyncDispose]() {
      const controls = (await readdir(at('run/polycrate-ssh')).catch(() => [])).filter((name) => name.endsWith('.ctl'));
      for (const name of controls)
        await run('ssh', ['-S', at(`run/polycrate-ssh/${name}`), '-O', 'exit', 'x']).catch(() => undefined);
      server.kill();
      if (server.exitCode === null) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitForPort(port: number): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'data', { signal: AbortSignal.timeout(500) });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      socket.destroy();
    }
  }
  throw new Error('sshd did not start');
}
