import { type Place, Problem } from '../errors.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { type Finding, placeOf, type SourceFile, warning } from '../workspace/index.ts';
import { isWritten } from './merge.ts';

const IDLE_KEYS = ['git', 'sync', 'dependencies'] as const;
const IDLE_CONFIG = [
  ...(['registry', 'registries', 'remoteroot', 'sshpublickey'] as const),
  // Older workspaces write these two.
  ...(['workflowsroot', 'workspaceconfig'] as const),
];

const NONE: readonly Finding[] = [];

/** Warnings (KEY_IDLE) about keys that are part of the format but have no effect yet: silence would let people rely on them. */
export function warnIdle<T extends object>(
  value: T,
  keys: readonly (keyof T & string)[],
  placesOfKey: (key: string) => Place[],
): readonly Finding[] {
  // Called for every action of a workspace, and hardly ever is there one.
  if (!keys.some((key) => isWritten(value[key]))) return NONE;
  return keys
    .filter((key) => isWritten(value[key]))
    .map((key) => {
      const places = placesOfKey(key);
      return warning(
        new Problem('KEY_IDLE', `"${key}" has no effect in this version`, {
          hint: 'remove it, or do not rely on it',
          places,
        }),
      );
    });
}

/** The same about the parts of workspace.poly or secrets.poly that concern the whole workspace. */
export function warnIdleSettings(file: SourceFile<WorkspaceFile>): Finding[] {
  const { value } = file;
  const placed =
    (...path: readonly string[]) =>
    (key: string) => [placeOf(file, [...path, key], 'key')];
  const { config = {} } = value;
  return [
    ...warnIdle(value, IDLE_KEYS, placed()),
    ...warnIdle(config, IDLE_CONFIG, placed('config')),
    ...warnIdle(config.ssh ?? {}, ['cache_ttl'], placed('config', 'ssh')),
  ];
}
