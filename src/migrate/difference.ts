import type { Place } from '../errors.ts';
import type { RuleName } from './rules.ts';

/** One spot of a workspace that relies on what is otherwise here. */
export interface Difference {
  readonly rule: RuleName;
  readonly place: Place;
  /** What stands there. */
  readonly found: string;
  /** The edit that gives the old result. */
  readonly edit: string;
}

/** A text on one line, short enough for a list. */
export function shorten(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  const more = line.length > 72 || text.trim().includes('\n');
  return more ? `${line.slice(0, 71)}…` : line;
}
