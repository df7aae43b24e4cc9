import type { RetryFile } from '../schema/action.ts';
import { limitOf } from './duration.ts';
import type { Retry } from './resolved.ts';

/** What `retry:` means; undefined where there is only one attempt. */
export function resolveRetry(retry: RetryFile | undefined): Retry | undefined {
  const { attempts = 2, delay, on } = retry ?? { attempts: 1 };
  if (attempts <= 1) return undefined;
  return { attempts, delayMs: limitOf(delay) ?? 0, ...(on === undefined ? {} : { on }) };
}
