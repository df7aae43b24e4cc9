import type { ActionFile } from '../schema/action.ts';
import type { BlockFile } from '../schema/block.ts';
import { ACTION_KINDS } from '../schema/rules.ts';
import type { WorkflowFile } from '../schema/workflow.ts';
import { isPlainMap } from '../workspace/index.ts';

/**
 * The one merge rule: maps merge deeply, whatever the nearer layer has wins (also `false`, `0`, `""`, `[]`, `null`), lists are
 * replaced, and of two different types the nearer stays. Layers are laid one by one from the farthest. Neither layer is changed;
 * the result shares with them what only one of them has, so nobody may write to any of it.
 */
export function merge(far: unknown, near: unknown): unknown {
  if (!isPlainMap(far) || !isPlainMap(near)) return near;
  // Spreading defines keys of their own, so that one called __proto__ stays an ordinary key.
  const merged: Record<string, unknown> = { ...far, ...near };
  for (const [key, value] of Object.entries(near)) {
    if (isPlainMap(value) && Object.hasOwn(far, key)) {
      Object.defineProperty(merged, key, {
        value: merge(far[key], value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return merged;
}

/** Merges two layers of a block; actions merge by name. */
export function mergeBlocks(far: Partial<BlockFile>, near: Partial<BlockFile>): Partial<BlockFile> {
  const actions = mergeNamed(far.actions, near.actions, mergeActions);
  return { ...mergeMaps(far, near), ...(actions === undefined ? {} : { actions }) };
}

/** Merges two lists of workflows by name, and their steps likewise. */
export function mergeWorkflows(
  far: readonly WorkflowFile[] | undefined,
  near: readonly WorkflowFile[] | undefined,
): WorkflowFile[] {
  const one = (a: WorkflowFile, b: WorkflowFile): WorkflowFile => {
    const steps = mergeNamed(a.steps, b.steps, mergeMaps);
    return { ...mergeMaps(a, b), ...(steps === undefined ? {} : { steps }) };
  };
  return mergeNamed(far, near, one) ?? [];
}

/** Merges two maps whose type says that they have the same keys. */
export function mergeMaps<T extends object>(far: T, near: Partial<T>): T {
  return merge(far, near) as T;
}

/** A nearer kind replaces the farther one: an action that switches from `script` to `playbook` has only the playbook. */
function mergeActions(far: ActionFile, near: ActionFile): ActionFile {
  const kinds = ACTION_KINDS.filter((kind) => isWritten(near[kind]));
  if (kinds.length === 0) return mergeMaps(far, near);
  const replaced: readonly string[] = ACTION_KINDS.filter((kind) => !kinds.includes(kind));
  const kept = Object.fromEntries(Object.entries(far).filter(([key]) => !replaced.includes(key)));
  return mergeMaps(kept as ActionFile, near);
}

function mergeNamed<T extends { readonly name: string }>(
  far: readonly T[] | undefined,
  near: readonly T[] | undefined,
  mergeItem: (far: T, near: T) => T,
): T[] | undefined {
  if (far === undefined && near === undefined) return undefined;
  const merged = new Map((far ?? []).map((item) => [item.name, item]));
  for (const item of near ?? []) {
    const known = merged.get(item.name);
    merged.set(item.name, known === undefined ? item : mergeItem(known, item));
  }
  return [...merged.values()];
}

/** True for a value that says something; an empty key says nothing. */
export function isWritten(value: unknown): boolean {
  return value !== undefined && value !== null;
}
