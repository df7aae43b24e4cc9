import type { Plan } from '../plan/index.ts';
import type { Job, TerminalSize } from './ports.ts';

/** Name of the container of an attempt. The first one's may still be on its way out when the next begins. */
export function containerName({ transaction }: Plan, attempt: number): string {
  return `polycrate-${transaction}${attempt === 1 ? '' : `-${String(attempt)}`}`;
}

/** The engine's view of one attempt at a plan. */
export function jobOf(
  plan: Plan,
  terminal: TerminalSize | undefined,
  { purpose, attempt = 1 }: { readonly purpose?: string | undefined; readonly attempt?: number } = {},
): Job {
  return {
    name: containerName(plan, attempt),
    image: plan.locked?.reference ?? plan.image,
    command: plan.command,
    workingDirectory: plan.workingDirectory,
    env: plan.env,
    files: plan.files,
    mounts: plan.mounts,
    ...(plan.transport === undefined ? {} : { transport: plan.transport }),
    // The snapshot carries the values that an action gets, and records belong to this machine.
    withheld: [plan.logsDirectory, `${plan.workspace.directory}/secrets.poly`],
    labels: plan.labels,
    network: plan.network,
    ...(plan.limits === undefined ? {} : { limits: plan.limits }),
    user: { uid: plan.user.uid, gid: plan.user.gid },
    userName: plan.user.name,
    engineSocket: plan.engineSocket,
    ...(plan.local === undefined ? {} : { local: plan.local }),
    ...(terminal === undefined ? {} : { terminal }),
    stdin: terminal !== undefined || plan.action.interactive,
    ...(purpose === undefined ? {} : { purpose }),
    ...(plan.passOn === undefined ? {} : { passOn: plan.passOn }),
    ...(plan.parkMs === undefined ? {} : { parkMs: plan.parkMs }),
  };
}
