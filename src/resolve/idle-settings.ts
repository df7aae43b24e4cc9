import type { WorkspaceFile } from '../schema/workspace.ts';
import { type Finding, placeOf, type SourceFile } from '../workspace/index.ts';
import { warnIgnored } from './ignored.ts';

const IDLE_CONFIG = ['toolchain', 'dockerfile', 'registry', 'registries'] as const;
const IDLE_CONTAINER = ['cpus', 'memory', 'pids', 'tmpfs', 'capabilities', 'readonly'] as const;
const IDLE_KEYS = ['git', 'sync', 'events', 'dependencies'] as const;

/** Warnings about parts of workspace.poly that this version reads and does nothing about. */
export function warnIdleSettings(main: SourceFile<WorkspaceFile>): Finding[] {
  const { value } = main;
  const placed =
    (...path: readonly string[]) =>
    (key: string) => [placeOf(main, [...path, key], 'key')];
  const { config = {} } = value;
  return [
    ...warnIgnored(value, IDLE_KEYS, placed()),
    ...warnIgnored(config, IDLE_CONFIG, placed('config')),
    ...warnIgnored(config.container ?? {}, IDLE_CONTAINER, placed('config', 'container')),
    ...warnIgnored(config.logging ?? {}, ['keep'], placed('config', 'logging')),
    ...warnIgnored(config.ssh ?? {}, ['cache_ttl'], placed('config', 'ssh')),
  ];
}
