import { stringify } from 'yaml';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { createMasker } from '../run/index.ts';
import { isPlainMap } from '../workspace/index.ts';
import { text, type Shell } from './world.ts';

/** Shows a resolved thing whole: YAML for people. `path` leads to it as the paths of secrets do, e.g. `blocks.shop`. */
export function inspect(shell: Shell, workspace: ResolvedWorkspace, thing: object, path: string): Promise<number> {
  return showData(shell, workspace, { data: thing, secrets: [{ at: [], path }] });
}

interface Shown {
  readonly data: object;
  /** Which parts of `data` hold secrets, by the path that these have in the workspace. */
  readonly secrets: readonly { readonly at: readonly string[]; readonly path: string }[];
}

/** Shows data as `maskSecrets` leaves it. */
export async function showData(shell: Shell, workspace: ResolvedWorkspace, shown: Shown): Promise<number> {
  const masked = maskSecrets(workspace, shown);
  await shell.renderer.result(text(stringify(masked, { lineWidth: 0 }).trimEnd(), masked));
  return 0;
}

/** A copy of data in which everything that secrets.poly says is masked, also what is too short to be found by its value. */
export function maskSecrets(workspace: ResolvedWorkspace, { data, secrets }: Shown): unknown {
  const plain: unknown = JSON.parse(JSON.stringify(data));
  for (const { at, path } of secrets) {
    const part = at.reduce<unknown>((inner, key) => (isPlainMap(inner) ? inner[key] : undefined), plain);
    const start = path === '' ? '' : `${path}.`;
    for (const secret of workspace.secretPaths) {
      if (secret.startsWith(start)) hide(part, secret.slice(start.length).split('.'));
    }
  }
  return createMasker(workspace.secretValues).maskData(plain);
}

/** Puts `***` where `way` leads; keys with dots in them are tried whole. Does nothing where it leads nowhere. */
function hide(at: unknown, way: readonly string[]): void {
  if (typeof at !== 'object' || at === null) return;
  for (let length = way.length; length > 0; length -= 1) {
    const step = way.slice(0, length).join('.');
    const key = keyIn(at, step);
    if (key === undefined) continue;
    const items = at as Record<string, unknown>;
    if (length === way.length) items[key] = '***';
    else hide(items[key], way.slice(length));
    return;
  }
}

function keyIn(at: object, step: string): string | undefined {
  if (Object.hasOwn(at, step)) return step;
  if (Array.isArray(at)) {
    const index = at.findIndex((item: unknown) => isPlainMap(item) && item['name'] === step);
    return index === -1 ? undefined : String(index);
  }
  return undefined;
}
