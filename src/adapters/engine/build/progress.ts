import type { BuildListener } from '../../../toolchain/index.ts';
import { createPlainSteps, shortenStep } from './plain-steps.ts';
import { readTrace, type Vertex } from './trace.ts';

/** One line of the engine's answer to a build. */
interface BuildMessage {
  readonly id?: string;
  readonly aux?: unknown;
  /** A line of a builder without BuildKit: podman's, or the classic one. */
  readonly stream?: string;
  /** Since API 1.48 the field that is left empty sooner or later is `error`. */
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** What an engine says of a build that failed. */
export interface BuildFailure {
  /** The engine's own sentence. */
  readonly message: string;
  /** The step as it was told, `[2/3] RUN …`, if it was one. */
  readonly step?: string;
  /** The step's number from 1, as other builders count instructions. */
  readonly number?: number;
}

export interface BuildProgressReader {
  read(line: string): void;
  /** To be asked when everything is read: what failed, if anything did. */
  failure(): BuildFailure | undefined;
}

/** Turns the engine's messages into progress for people: each step once when it starts and once when it ends. */
export function createBuildProgress(listener: BuildListener): BuildProgressReader {
  const steps = new Map<string, { name: string; ended: boolean }>();
  let failed: string | undefined;
  let failedStep: string | undefined;
  const log = (step: string, text: string): void => {
    for (const line of text.split(/\r?\n/)) if (line !== '') listener.logged(step, line);
  };
  const plain = createPlainSteps(listener, log);
  let rest = '';
  const told = (vertex: Vertex): void => {
    const known = steps.get(vertex.digest);
    const { name, started, completed, cached, error } = vertex;
    if (name.startsWith('[internal]') || name === 'copy /context /' || known?.ended === true || started === undefined) return;
    const step = shortenStep(name);
    steps.set(vertex.digest, { name: step, ended: completed !== undefined });
    if (completed === undefined) {
      if (known === undefined) listener.progressed({ step, state: 'running', elapsedMs: 0 });
      return;
    }
    // Steps that ran beside the one that failed are given up, and say so too.
    const isFailed = error !== '' && !error.endsWith('context canceled');
    if (isFailed) failedStep ??= name;
    const state = isFailed ? 'failed' : cached ? 'cached' : 'done';
    if (error === '' || isFailed) listener.progressed({ step, state, elapsedMs: Math.round(completed - started) });
  };
  return {
    read(line) {
      const message = JSON.parse(line) as BuildMessage;
      failed ??= message.errorDetail?.message ?? message.error;
      const lines = `${rest}${message.stream ?? ''}`.split(/\r?\n/);
      rest = lines.pop() ?? '';
      lines.forEach(plain.read);
      if (message.id !== 'moby.buildkit.trace' || typeof message.aux !== 'string') return;
      const { vertexes, logs } = readTrace(Buffer.from(message.aux, 'base64'));
      vertexes.forEach(told);
      for (const { vertex, text } of logs) log(steps.get(vertex)?.name ?? 'build', text);
    },
    failure() {
      if (rest !== '') plain.read(rest);
      rest = '';
      plain.end(failed !== undefined);
      const current = plain.current();
      const step = failedStep ?? current?.name;
      return failed === undefined
        ? undefined
        : {
            message: failed,
            ...(step === undefined ? {} : { step }),
            ...(current === undefined ? {} : { number: current.number }),
          };
    },
  };
}
