import type Docker from 'dockerode';
import { Problem } from '../../errors.ts';
import { readRegistryAuth } from './credentials.ts';
import { describeFailure, describeInterruption, messageOf } from './failures.ts';
import { createProgressReader } from './progress.ts';

export interface Pull {
  readonly docker: Docker;
  readonly endpoint: string;
  readonly reference: string;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
  /** Give up after this long without a sign of life. */
  readonly idleMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Fetches an image. Rejects with IMAGE_UNAVAILABLE when the registry refuses, does not know it or falls silent, and with INTERRUPTED when aborted. */
export async function pullImage(pull: Pull): Promise<void> {
  const { docker, endpoint, reference, signal, idleMs } = pull;
  const given = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const waitAgain = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      given.abort();
    }, idleMs);
  };
  try {
    signal.throwIfAborted();
    const auth = readRegistryAuth(reference, pull.env, pull.home);
    waitAgain();
    const abortSignal = AbortSignal.any([signal, given.signal]);
    const stream = await docker.pull(reference, { abortSignal, ...(auth === undefined ? {} : { authconfig: auth }) });
    const read = createProgressReader(pull.onProgress);
    for await (const chunk of stream) {
      waitAgain();
      read(chunk as Buffer);
    }
  } catch (error) {
    if (signal.aborted) throw describeInterruption(`pulling ${reference}`);
    if (given.signal.aborted) {
      throw unavailable(reference, `nothing came from the registry for ${String(idleMs / 1000)} s`, error);
    }
    const problem = describeFailure(error, { doing: `pulling ${reference}`, endpoint });
    throw problem.code === 'ENGINE_FAILED' ? unavailable(reference, messageOf(error), error) : problem;
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(reference: string, reason: string, cause: unknown): Problem {
  return new Problem('IMAGE_UNAVAILABLE', `The image ${reference} could not be pulled: ${reason}`, {
    hint: `docker pull ${reference}`,
    cause,
  });
}
