import { Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { join } from './layout.ts';
import { mountsOf } from './mounts.ts';

/**
 * Where the file lies on the host that an action sees at `parts`, joined and relative to the workspace; undefined for what is neither in the
 * workspace nor in one of its mounts, so that only the image can have it.
 */
export function fileOnHost(workspace: ResolvedWorkspace, home: string, ...parts: string[]): string | undefined {
  const root = join(workspace.settings.containerroot);
  const seen = join(root, ...parts);
  const mounts = [{ source: workspace.directory, target: root }, ...mountsOf(workspace, home)];
  const [nearest] = mounts
    .filter(({ target }) => seen === target || seen.startsWith(target === '/' ? '/' : `${target}/`))
    .sort((a, b) => b.target.length - a.target.length);
  return nearest === undefined ? undefined : join(nearest.source, `./${seen.slice(nearest.target.length)}`);
}

/** A key that names a file, and the folder of the workspace that relative names begin in. */
export interface NamedFile {
  /** Dotted. */
  readonly key: string;
  readonly block?: string;
  readonly name: string;
  readonly folder: string;
}

/** VALUE_INVALID for a file that actions cannot see. */
export function checkReach(workspace: ResolvedWorkspace, home: string, file: NamedFile): Problem | undefined {
  const { key, block, name, folder } = file;
  // That the folder itself is elsewhere is the mistake of another key.
  if (fileOnHost(workspace, home, folder) === undefined) return undefined;
  // What `~` means is a matter of shells: here it would be a folder of that name.
  if (!isOfHome(name) && fileOnHost(workspace, home, folder, name) !== undefined) return undefined;
  const owner = block === undefined ? '' : ` of block "${block}"`;
  const message = `"${key}"${owner} names ${name}, which is outside the workspace, where actions cannot see it`;
  return new Problem('VALUE_INVALID', message, { hint: reachable(workspace, file) });
}

function reachable({ directory, settings }: ResolvedWorkspace, { key, block, name, folder }: NamedFile): string {
  const start = join(directory, folder);
  const path = isOfHome(name) ? name : join(start, name);
  if (path.startsWith(`${start}/`)) return `write ${path.slice(start.length + 1)}`;
  const base = path.slice(path.lastIndexOf('/') + 1) || 'file';
  const isPublic = block !== undefined || key === 'inventory.filename';
  const kept = isPublic ? base : `${settings.artifactsroot}/secrets/${base}`;
  const place = block === undefined ? kept : `${folder}/${base}`;
  return `copy it to ${place} and write ${kept}, or add ${path}:/mnt/${base}:ro to "extramounts" and write /mnt/${base}`;
}

function isOfHome(name: string): boolean {
  return /^~(?:\/|$)/.test(name);
}
