import type { RunEvent } from '../events.ts';
import type { View } from './view.ts';

export type OutputFormat = 'human' | 'json' | 'yaml' | 'ndjson';

/**
 * Turns what happens into words. stdout carries the action's stdout and the answers of commands; everything else goes to stderr.
 * `json`, `yaml`: stdout carries exactly one document, the answer or `{error}`; the action's output goes to stderr, where people are told the rest.
 * `ndjson`: stdout carries one record a line, everything included; stderr only problems and questions.
 */
export interface Renderer {
  /** Tells an event. A returned promise is back-pressure and never rejects. */
  event(event: RunEvent): Promise<void> | undefined;
  /** Prints the answer of a command. */
  result(view: View): Promise<void>;
  /** Prints a failure: a Problem with its findings, anything else as a bug. */
  problem(problem: unknown): Promise<void>;
  /** Asks a yes/no question. Rejects with PROMPT_UNANSWERED where nobody can answer, and with the signal's reason when it aborts. */
  ask(question: string, signal?: AbortSignal): Promise<boolean>;
  /** Stops live lines and waits until everything is written. Rejects with OUTPUT_UNWRITABLE when some of it could not be. */
  close(): Promise<void>;
}

export interface RendererOptions {
  /** Only the action's output, answers and problems; no warnings. Asked each time: the renderer stands before the flags are understood. */
  readonly isQuiet: () => boolean;
  /** Also what the engine does, what builds print, and what caused a problem. */
  readonly isVerbose: () => boolean;
  /** The CLI's version. */
  readonly version: string;
  /** Absolute path; files below it are shown relative to it. */
  readonly directory: string;
}
