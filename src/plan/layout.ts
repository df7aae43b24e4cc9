import type { ResolvedWorkspace } from '../resolve/index.ts';

/** Translates workspace paths: `host` as this machine sees them, `container` as the action does. */
export interface Layout {
  host(...parts: string[]): string;
  container(...parts: string[]): string;
  /** Parts of a block's artifact folder, for `host` and `container`. */
  artifacts(block: string): string[];
}

export function layoutOf(workspace: ResolvedWorkspace): Layout {
  const { settings, directory } = workspace;
  return {
    host: (...parts) => join(directory, ...parts),
    container: (...parts) => join(settings.containerroot, ...parts),
    artifacts: (block) => [settings.artifactsroot, 'blocks', block],
  };
}

/** Joins with `/` and resolves `.` and `..`; an absolute part starts anew, as in a shell. */
export function join(...parts: string[]): string {
  const kept: string[] = [];
  for (const part of parts) {
    if (part.startsWith('/')) kept.length = 0;
    for (const name of part.split('/')) {
      if (name === '' || name === '.') continue;
      if (name === '..') kept.pop();
      else kept.push(name);
    }
  }
  return `/${kept.join('/')}`;
}
