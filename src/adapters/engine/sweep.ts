import type Docker from 'dockerode';

/** Every container of ours carries it, so that one left behind can be told from other people's. */
export const OWN_LABEL = 'dev.polycrate.supervised';

/** Time enough for any start that is still going on. */
const ABANDONED_AFTER = '2m';
const SWEEP_DELAY_MS = 1_000;

/** Removes containers that were created and never started, because their CLI was killed in between: the one moment no lease covers. They hold no process and no data; failing to remove them hurts nobody. */
export async function sweepAbandoned(
  docker: Docker,
  label: string = OWN_LABEL,
  age: string = ABANDONED_AFTER,
): Promise<void> {
  await docker.pruneContainers({ filters: { label: [label], until: [age] } }).catch(() => undefined);
}

/** Sweeps beside a job that takes its time; short ones are not to pay for it. */
export function sweepMeanwhile(docker: Docker, exit: Promise<unknown>): void {
  const timer = setTimeout(() => void sweepAbandoned(docker), SWEEP_DELAY_MS).unref();
  const stop = (): void => {
    clearTimeout(timer);
  };
  exit.then(stop, stop);
}
