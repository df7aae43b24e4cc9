import { combineProblems, Problem } from '../../errors.ts';
import type { ResolvedBlock } from '../../resolve/index.ts';
import type { Facts } from '../facts.ts';
import type { ContainerLimits } from '../limits.ts';
import type { Mount, Plan } from '../plan.ts';

interface Wishes {
  readonly extraMounts: readonly Mount[];
  readonly network: string;
  readonly limits: ContainerLimits | undefined;
  readonly user: Plan['user'];
  /** What the block itself says: a setting cannot change that. */
  readonly block: Pick<ResolvedBlock, 'name' | 'container'>;
}

/** Throws LOCAL_UNSUPPORTED for everything that a run without a container would do otherwise than it is written. */
export function requireLocal({ extraMounts, network, limits, user, block }: Wishes, { local, host }: Facts): void {
  if (local === undefined) return;
  const findings = [
    ...extraMounts.flatMap(refuseMount),
    ...(network === 'host' ? [] : [refuse(`container.network "${network}"`, howToSet(block, 'network', 'host'))]),
    ...(limits?.readOnly === true ? [refuse('container.readonly', 'run it in a container: --engine docker')] : []),
    ...(user.uid === host.uid || host.uid === 0
      ? []
      : [refuse(`container.user ${String(user.uid)}:${String(user.gid)}`, howToSet(block, 'user', 'caller'))]),
  ];
  const [first, ...rest] = findings;
  if (first !== undefined) throw combineProblems([first, ...rest]);
}

function howToSet({ name, container }: Wishes['block'], key: 'network' | 'user', value: string): string {
  if (container[key] === undefined) return `for this run: --set container.${key}=${value}`;
  return `write container: {${key}: ${value}} in block "${name}", which then holds in a container too; or run it in one: --engine docker`;
}

function refuseMount({ source, target, readOnly }: Mount): Problem[] {
  if (source === target && !readOnly) return [];
  const wish = `the ${readOnly ? 'read-only ' : ''}mount of ${source} at ${target}`;
  return [refuse(wish, `write ${source}:${source}, which is the same with and without a container`)];
}

function refuse(wish: string, hint: string): Problem {
  return new Problem('LOCAL_UNSUPPORTED', `${wish} cannot be had without a container (engine local)`, { hint });
}
