import type { ResolvedAction } from '../resolve/index.ts';
import type { Plan } from './plan.ts';
import type { ActionRequest } from './request.ts';

/** How long an action may take and whether it is tried again. The shortest timeout holds; a step's `retry` replaces the action's. */
export function timesOf(
  { timeoutMs, idleTimeoutMs, retry: own }: ResolvedAction,
  { timeouts = [], retry = own }: ActionRequest,
): Pick<Plan, 'timeoutMs' | 'timeoutOf' | 'idleTimeoutMs' | 'retry'> {
  const [shortest] = [...timeouts].sort((a, b) => a.ms - b.ms);
  const outer = shortest !== undefined && shortest.ms < (timeoutMs ?? Infinity) ? shortest : undefined;
  const ms = outer?.ms ?? timeoutMs;
  return {
    ...(ms === undefined ? {} : { timeoutMs: ms }),
    ...(outer === undefined ? {} : { timeoutOf: outer.of }),
    ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
    ...(retry === undefined ? {} : { retry }),
  };
}
