import { cpus, release, totalmem } from 'node:os';
import { basename } from 'node:path';

/** What a report of a bug should say of the machine; nothing of who uses it. */
export interface Machine {
  readonly node: string;
  readonly kernel: string;
  readonly cpus: number;
  readonly memory_bytes: number;
  /** In what form polycrate was installed. */
  readonly installed: 'package' | 'executable';
}

/** Describes it. */
export function describeMachine(): Machine {
  return {
    node: process.versions.node,
    kernel: release(),
    cpus: cpus().length,
    memory_bytes: totalmem(),
    installed: /^node(\.exe)?$/.test(basename(process.execPath)) ? 'package' : 'executable',
  };
}
