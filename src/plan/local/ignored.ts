import { Problem } from '../../errors.ts';
import type { Facts } from '../facts.ts';
import type { ContainerLimits } from '../limits.ts';

/** A warning (LOCAL_UNSUPPORTED) that names the limits nobody holds a run without a container to; none where all of them hold. */
export function warnOfLimits(limits: ContainerLimits | undefined, { local }: Facts): Problem[] {
  if (local === undefined || limits === undefined) return [];
  const keys = {
    cpus: limits.cpus !== undefined,
    memory: limits.memoryBytes !== undefined,
    pids: limits.pids !== undefined,
    tmpfs: limits.tmpfs.length > 0,
    capabilities: limits.capabilities.length > 0,
  };
  const names = Object.entries(keys).flatMap(([key, isSet]) => (isSet ? [`container.${key}`] : []));
  if (names.length === 0) return [];
  const message = `${names.join(', ')}: without effect, since this run has no container (engine local)`;
  return [new Problem('LOCAL_UNSUPPORTED', message, { hint: 'in a container they hold: --engine docker' })];
}
