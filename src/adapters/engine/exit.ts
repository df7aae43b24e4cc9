import { Problem } from '../../errors.ts';
import type { PendingExit } from './connection.ts';
import { describeLoss } from './failures.ts';
import { SUPERVISOR_STATUS } from './supervisor.ts';

/** Lost leases end a container within two seconds; an engine that has not said so after this is gone. */
const LOSS_TIMEOUT_MS = 10_000;

/** The status of a job whose output ended without the supervisor's own word: killed from outside (its status counts), or lost (rejects with ENGINE_LOST). */
export async function readBareExit(
  pending: PendingExit,
  place: { readonly endpoint: string; readonly image: string },
): Promise<number> {
  const status = await within(pending.status, LOSS_TIMEOUT_MS);
  if (status === undefined || status === SUPERVISOR_STATUS.leaseLost) throw describeLoss(place.endpoint);
  if (status === SUPERVISOR_STATUS.unpackFailed) {
    throw new Problem(
      'IMAGE_UNSUITABLE',
      `The image ${place.image} could not take the job: it needs mkdir, chmod and mkfifo besides bash.`,
      {
        hint: `docker run --rm --entrypoint bash ${place.image} -c 'type mkdir chmod mkfifo'`,
      },
    );
  }
  return status;
}

/** What `promise` resolves to, or undefined when that takes longer. */
export async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  return Promise.race([promise, timeout]).finally(() => {
    clearTimeout(timer);
  });
}
