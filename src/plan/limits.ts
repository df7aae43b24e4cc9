import { Problem } from '../errors.ts';
import type { Settings } from '../schema/settings.ts';

/** What a container may take of its machine, and what it may do. */
export interface ContainerLimits {
  readonly cpus?: number;
  readonly memoryBytes?: number;
  /** Processes and threads. */
  readonly pids?: number;
  /** Folders in memory: PATH, or PATH:OPTIONS as of `docker run --tmpfs`. */
  readonly tmpfs: readonly string[];
  /** Capabilities to add, without CAP_. */
  readonly capabilities: readonly string[];
  /** Its own disk cannot be written. */
  readonly readOnly: boolean;
}

/** With less an engine refuses to make a container. */
const LEAST_MEMORY_BYTES = 6 * 1024 ** 2;
const EXPONENTS = { k: 1, m: 2, g: 3, t: 4 } as const;

/** The limits among the settings of a container; undefined when there is none. Throws VALUE_INVALID. */
export function limitsOf(container: Settings['container']): ContainerLimits | undefined {
  const { cpus, memory, pids, tmpfs = [], capabilities = [], readonly: readOnly = false } = container;
  const amounts = [cpus, memory, pids];
  const isFree = amounts.every((limit) => limit === undefined) && tmpfs.length + capabilities.length === 0;
  if (isFree && !readOnly) return undefined;
  const problem = memory === undefined ? undefined : checkMemory(memory);
  if (problem !== undefined) throw problem;
  return {
    ...(cpus === undefined ? {} : { cpus: Number(cpus) }),
    ...(memory === undefined ? {} : { memoryBytes: bytesOf(memory) }),
    ...(pids === undefined ? {} : { pids }),
    tmpfs,
    capabilities,
    readOnly,
  };
}

/** VALUE_INVALID for less memory than a container can be made with. */
export function checkMemory(memory: string | number): Problem | undefined {
  if (bytesOf(memory) >= LEAST_MEMORY_BYTES) return undefined;
  return new Problem(
    'VALUE_INVALID',
    `container.memory is ${String(memory)}, and no container runs with less than 6m`,
    {
      hint: 'write 512m',
    },
  );
}

function bytesOf(memory: string | number): number {
  if (typeof memory === 'number') return memory;
  const unit = (/[kmgt]/i.exec(memory)?.[0].toLowerCase() ?? 'k') as keyof typeof EXPONENTS;
  return Math.floor(Number.parseFloat(memory) * 1024 ** EXPONENTS[unit]);
}
