import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { type CiJob, findCiJob, isSet } from './ci/job.ts';
import { createSink, type Sink, type SinkStream } from './sink.ts';

/** The part of a process that words leave and enter through. */
export interface Terminals {
  readonly stdout: SinkStream;
  readonly stderr: SinkStream;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where everything the tool says goes, and where answers come from. */
export interface Streams {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly stdin: Readable;
  /** True when a person can be asked: stdin and stderr are terminals, and this is no CI job. */
  readonly canAsk: boolean;
  /** True when both streams end in the same terminal, file or pipe, so that lines of one follow lines of the other. */
  readonly isOneScreen: boolean;
  /** The CI job this runs in, if it is one. */
  readonly ci: CiJob | undefined;
}

/** Wraps a process's streams; width and colour are decided per stream, a reader that goes away (EPIPE) is not an error. */
export function createStreams({ stdout, stderr, stdin, env }: Terminals): Streams {
  const ci = findCiJob(env);
  const isDumb = env['TERM'] === 'dumb';
  // Their pages show colours, but what is piped on or kept in a file there is none of their pages.
  const isShown = (stream: SinkStream): boolean => stream === stderr && ci !== undefined && ci.system !== 'plain';
  const open = (stream: SinkStream): Sink =>
    createSink(stream, {
      colour: decideColour(env, (stream.isTTY === true && !isDumb) || isShown(stream)),
      canRewrite: stream.isTTY === true && !isDumb && ci === undefined,
    });
  return {
    stdout: open(stdout),
    stderr: open(stderr),
    stdin,
    canAsk: stdin.isTTY === true && stderr.isTTY === true && ci === undefined,
    isOneScreen: isSameFile(stdout, stderr),
    ci,
  };
}

function decideColour(env: Terminals['env'], isCapable: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] === '' || isSet(env['FORCE_COLOR']);
  return isCapable;
}

function isSameFile(one: SinkStream, other: SinkStream): boolean {
  if (one.fd === undefined || other.fd === undefined) return one === other;
  try {
    const [a, b] = [fstatSync(one.fd), fstatSync(other.fd)];
    return a.dev === b.dev && a.ino === b.ino;
  } catch {
    return false;
  }
}
