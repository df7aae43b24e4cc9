import { hostname, homedir, userInfo } from 'node:os';
import type { Host } from '../../plan/index.ts';

/** The caller and this machine. `uid`/`gid` are 0 where the system has none (Windows). */
export function readHost(version: string): Host {
  return {
    version,
    platform: process.platform,
    arch: process.arch === 'x64' ? 'amd64' : process.arch,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    userName: userName(),
    hostName: hostname(),
    home: homedir(),
    directory: currentDirectory(),
    pid: process.pid,
    env: process.env,
  };
}

/** An account without an entry in passwd is normal in containers. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'polycrate';
  }
}

/** A folder that has been removed under a shell still has the name that shell knows. */
export function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}
