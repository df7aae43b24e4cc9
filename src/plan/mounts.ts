import { isProblem, Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { join } from './layout.ts';
import type { Mount } from './plan.ts';

/**
 * Reads `host:container[:ro|rw]` entries. A relative or `~` source is taken from the workspace or the home folder.
 * Throws MOUNT_INVALID, naming the entry.
 */
export function parseMounts(entries: readonly string[], workspace: string, home: string): Mount[] {
  return entries.map((entry) => {
    const parts = entry.split(':');
    const [source, target, mode = 'rw'] = parts;
    if (parts.length > 3 || !source || !target?.startsWith('/') || (mode !== 'ro' && mode !== 'rw')) {
      throw new Problem(
        'MOUNT_INVALID',
        `mount "${entry}" is not HOST:CONTAINER[:ro], with an absolute path in the container`,
        {
          hint: `write it like ./data:/data or ~/.aws:/home/polycrate/.aws:ro`,
        },
      );
    }
    const expanded = source === '~' || source.startsWith('~/') ? join(home, source.slice(2)) : join(workspace, source);
    return { source: expanded, target: join(target), readOnly: mode === 'ro' };
  });
}

/** The mounts a workspace writes itself, without those that are not understood: what is wrong with them is told where they are checked. */
export function mountsOf({ extraMounts, directory }: ResolvedWorkspace, home: string): Mount[] {
  return extraMounts.flatMap((entry) => {
    try {
      return parseMounts([entry], directory, home);
    } catch (cause) {
      if (isProblem(cause)) return [];
      throw cause;
    }
  });
}

/** Throws MOUNT_SOURCE_MISSING for the first mount whose source is not there: an engine would create a root-owned folder instead. */
export function requireSources(mounts: readonly Mount[], present: ReadonlySet<string>): void {
  const missing = mounts.find(({ source }) => !present.has(source));
  if (missing === undefined) return;
  const message = `nothing is at ${missing.source}, which is to be mounted at ${missing.target}`;
  throw new Problem('MOUNT_SOURCE_MISSING', message, { hint: sourceHint(missing) });
}

function sourceHint({ source, target, readOnly }: Mount): string {
  if (!source.includes('$')) return `create it (mkdir -p ${source}) or correct extramounts / --mount`;
  const [, below] = /\$(?:HOME|\{HOME\})(\/.*|$)/.exec(source) ?? [];
  const path = below === undefined ? 'the path itself' : `~${below}:${target}${readOnly ? ':ro' : ''}`;
  return `write ${path}: variables are not expanded here`;
}
