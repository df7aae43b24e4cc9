import { isAbsolute, join } from 'node:path';

/** Where this tool keeps what it can make again: `$XDG_CACHE_HOME/polycrate` or `~/.cache/polycrate`; undefined where neither is an absolute path. */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>, home: string): string | undefined {
  // The XDG Base Directory Specification has relative paths ignored: they would mean another folder for every command.
  const root = [env['XDG_CACHE_HOME'], join(home, '.cache')].find((path) => path !== undefined && isAbsolute(path));
  return root === undefined ? undefined : join(root, 'polycrate');
}
