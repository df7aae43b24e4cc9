import type { BuildListener } from '../../../toolchain/index.ts';
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

export interface BuildProgressReader {
  read(line: string): void;
  /** What failed, if anything did: the engine's sentence, and the last lines the step printed. */
  failure(): { readonly message: string; readonly tail: readonly string[] } | undefined;
}

const TAIL = 20;

/** Turns the engine's messages into progress for people: each step once when it starts and once when it ends. */
export function createBuildProgress(listener: BuildListener): BuildProgressReader {
  const steps = new Map<string, { name: string; ended: boolean }>();
  const tail: string[] = [];
  let failed: string | undefined;
  const log = (step: string, text: string): void => {
    for (const line of text.split(/\r?\n/).filter((each) => each !== '')) {
      tail.push(line);
      if (tail.length > TAIL) tail.shift();
      listener.logged(step, line);
    }
  };
  const told = (vertex: Vertex): void => {
    const known = steps.get(vertex.digest);
    const { name, started, completed, cached, error } = vertex;
    if (name.startsWith('[internal]') || known?.ended === true || started === undefined) return;
    const step = shorten(name);
    steps.set(vertex.digest, { name: step, ended: completed !== undefined });
    if (completed === undefined) {
      if (known === undefined) listener.progressed({ step, state: 'running', elapsedMs: 0 });
      return;
    }
    const state = error !== '' ? 'failed' : cached ? 'cached' : 'done';
    listener.progressed({ step, state, elapsedMs: Math.round(completed - started) });
  };
  return {
    read(line) {
      const message = JSON.parse(line) as BuildMessage;
      failed ??= message.errorDetail?.message ?? message.error;
      if (message.stream !== undefined) log('build', message.stream);
      if (message.id !== 'moby.buildkit.trace' || typeof message.aux !== 'string') return;
      const { vertexes, logs } = readTrace(Buffer.from(message.aux, 'base64'));
      vertexes.forEach(told);
      for (const { vertex, text } of logs) log(steps.get(vertex)?.name ?? 'build', text);
    },
    failure: () => (failed === undefined ? undefined : { message: failed, tail }),
  };
}

/** `[terraform 2/2] RUN --mount=… /src/bin/compile …` is more than a line can hold. */
function shorten(name: string): string {
  const plain = name.replace(/--mount=\S+ /g, '').replace(/\s+/g, ' ');
  return plain.length > 90 ? `${plain.slice(0, 89)}…` : plain;
}
