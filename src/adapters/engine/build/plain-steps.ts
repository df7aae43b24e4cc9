import type { BuildListener } from '../../../toolchain/index.ts';

/** Reads the output of a builder that tells steps only in words: the classic one, and podman's. */
export interface PlainSteps {
  /** A line, without its end. */
  readonly read: (line: string) => void;
  /** No more will come; `isFailed` tells how the last step ended. */
  end(isFailed: boolean): void;
  /** The step that runs; numbers count from 1. */
  current(): { readonly name: string; readonly number: number } | undefined;
}

/** What these builders say of themselves in between. */
const OWN_WORDS = /^( ?---> |--> |Removing intermediate container |Successfully (built|tagged) |COMMIT |[0-9a-f]{64}$)/;

/** Tells a listener the steps as they start and end, and what they print. */
export function createPlainSteps(listener: BuildListener, log: (step: string, line: string) => void): PlainSteps {
  let step: { readonly name: string; readonly number: number; readonly begunMs: number; isCached: boolean } | undefined;
  const finish = (isFailed: boolean): void => {
    if (step === undefined) return;
    const state = isFailed ? 'failed' : step.isCached ? 'cached' : 'done';
    listener.progressed({ step: step.name, state, elapsedMs: Math.round(performance.now() - step.begunMs) });
  };
  return {
    read(line) {
      const [, number, of, instruction = ''] = /^step (\d+)\/(\d+) ?: (.*)$/i.exec(line) ?? [];
      if (number !== undefined && of !== undefined) {
        finish(false);
        const name = shortenStep(`[${number}/${of}] ${instruction}`);
        step = { name, number: Number(number), begunMs: performance.now(), isCached: false };
        listener.progressed({ step: name, state: 'running', elapsedMs: 0 });
      } else if (/^ ?--->? Using cache/.test(line)) {
        if (step !== undefined) step.isCached = true;
      } else if (line !== '' && !OWN_WORDS.test(line)) log(step?.name ?? 'build', line);
    },
    end(isFailed) {
      finish(isFailed);
      if (!isFailed) step = undefined;
    },
    current: () => step,
  };
}

/** `[terraform 2/2] RUN --mount=… /src/bin/compile …` is more than a line can hold. */
export function shortenStep(name: string): string {
  const plain = name.replace(/--mount=\S+ /g, '').replace(/\s+/g, ' ');
  return plain.length > 90 ? `${plain.slice(0, 89)}…` : plain;
}
