import type { Plan } from '../plan/index.ts';
import type { Job, TerminalSize } from './ports.ts';

/** The engine's view of a plan. */
export function jobOf(plan: Plan, terminal: TerminalSize | undefined, purpose?: string): Job {
  return {
    name: `polycrate-${plan.transaction}`,
    image: plan.image,
    command: plan.command,
    workingDirectory: plan.workingDirectory,
    env: plan.env,
    files: plan.files,
    mounts: plan.mounts,
    labels: plan.labels,
    network: plan.network,
    user: { uid: plan.user.uid, gid: plan.user.gid },
    userName: plan.user.name,
    engineSocket: plan.engineSocket,
    ...(plan.local === undefined ? {} : { local: plan.local }),
    ...(terminal === undefined ? {} : { terminal }),
    stdin: terminal !== undefined || plan.action.interactive,
    ...(purpose === undefined ? {} : { purpose }),
    ...(plan.parkMs === undefined ? {} : { parkMs: plan.parkMs }),
  };
}
