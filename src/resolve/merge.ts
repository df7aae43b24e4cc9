import type { ActionFile } from '../schema/action.ts';
import type { BlockFile } from '../schema/block.ts';
import { ACTION_KINDS } from '../schema/rules.ts';
import type { WorkflowFile } from '../schema/workflow.ts';
import { isPlainMap } from '../workspace/index.ts';

/** A copy of plain data that shares nothing with it. */
export function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  return isPlainMap(value)
    ? (Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])) as T)
    : value;
}

/**
 * The one merge rule: maps merge deeply, whatever the nearer layer has wins (also `false`, `0`, `""`, `[]`, `null`), lists are
 * replaced, and of two different types the nearer stays. Layers are laid one by one from the farthest. The result is all new.
 */
export function merge(far: unknown, near: unknown): unknown {
  if (!isPlainMap(far) || !isPlainMap(near)) return copy(near);
  const merged = new Map(Object.entries(far));
  for (const [key, value] of Object.entries(near))
    merged.set(key, merged.has(key) ? merge(merged.get(key), value) : value);
  return Object.fromEntries([...merged].map(([key, value]) => [key, copy(value)]));
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
  return [...merged.values()].map(copy);
}

/** True for a value that says something; an empty key says nothing. */
export function isWritten(value: unknown): boolean {
  return value !== undefined && value !== null;
}
