import { combineProblems, Problem } from '../../errors.ts';
import type { Facts } from '../facts.ts';
import type { ContainerLimits } from '../limits.ts';
import type { Mount, Plan } from '../plan.ts';

interface Wishes {
  readonly extraMounts: readonly Mount[];
  readonly network: string;
  readonly limits: ContainerLimits | undefined;
  readonly user: Plan['user'];
}

/** Throws LOCAL_UNSUPPORTED for everything that a run without a container would do otherwise than it is written. */
export function requireLocal({ extraMounts, network, limits, user }: Wishes, { local, host }: Facts): void {
  if (local === undefined) return;
  const findings = [
    ...extraMounts.flatMap(refuseMount),
    ...(network === 'host'
      ? []
      : [refuse(`container.network "${network}"`, 'for this run: --set container.network=host')]),
    ...(limits?.readOnly === true ? [refuse('container.readonly', 'run it in a container: --engine docker')] : []),
    ...(user.uid === host.uid || host.uid === 0
      ? []
      : [
          refuse(`container.user ${String(user.uid)}:${String(user.gid)}`, 'for this run: --set container.user=caller'),
        ]),
  ];
  const [first, ...rest] = findings;
  if (first !== undefined) throw combineProblems([first, ...rest]);
}

function refuseMount({ source, target, readOnly }: Mount): Problem[] {
  if (source === target && !readOnly) return [];
  const wish = `the ${readOnly ? 'read-only ' : ''}mount of ${source} at ${target}`;
  return [refuse(wish, `write ${source}:${source}, which is the same with and without a container`)];
}

function refuse(wish: string, hint: string): Problem {
  return new Problem('LOCAL_UNSUPPORTED', `${wish} cannot be had without a container (engine local)`, { hint });
}
