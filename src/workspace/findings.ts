import { combineProblems, type Problem } from '../errors.ts';
import { withoutStandIns } from './stand-ins.ts';

/** What a check found: an error stops the command, a warning is shown. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly problem: Problem;
  /** True for what is an error only because everything is to be one. */
  readonly isTolerable?: boolean;
  /** The name it says nobody has: pointless to tell where a file that cannot be believed may define it. */
  readonly about?: string;
}

/** An error to be reported together with all others. */
export const error = (problem: Problem): Finding => ({ severity: 'error', problem: withoutStandIns(problem) });

/** A warning to be shown. */
export const warning = (problem: Problem): Finding => ({ severity: 'warning', problem: withoutStandIns(problem) });

/** The finding with the name that it says nobody has. */
export const about = (name: string | undefined, finding: Finding): Finding =>
  name === undefined ? finding : { ...finding, about: name };

/** True for what stops the command. */
export const isError = ({ severity }: Finding): boolean => severity === 'error';

/** Whoever has more in one file has not written a workspace file, and finding the place of each takes its time. */
export const MOST_TOLD = 100;

const order = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** The finding as `strict` sees it: whatever is found fault with is an error. */
export function stricter(finding: Finding): Finding {
  return isError(finding) ? finding : { ...finding, severity: 'error', isTolerable: true };
}

/** Orders problems by file, line and column of their first place. */
function byPlace(a: Problem, b: Problem): number {
  const [left, right] = [a.places[0], b.places[0]];
  if (left === undefined || right === undefined) return order(left === undefined ? 0 : 1, right === undefined ? 0 : 1);
  return order(left.file, right.file) || order(left.line, right.line) || order(left.column, right.column);
}

/** Throws all errors among `findings` as one Problem, sorted by place; otherwise returns the warnings, sorted likewise. */
export function settleFindings(findings: readonly Finding[]): Problem[] {
  const sorted = sortFindings(findings);
  const [first, ...rest] = sorted.filter(isError).map(({ problem }) => problem);
  if (first !== undefined) throw combineProblems([first, ...rest]);
  return sorted.map(({ problem }) => problem);
}

/** `findings` by file, line and column; those without a place come first. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => byPlace(a.problem, b.problem));
}
