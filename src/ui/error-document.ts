import { isProblem, PROBLEMS, type Place, type Problem } from '../errors.ts';

/** A failure as data. `others` are further findings of the same check; INTERNAL carries the stack. */
export interface ErrorDocument {
  readonly code: string;
  readonly exitCode: number;
  readonly title: string;
  readonly message: string;
  readonly hint?: string;
  readonly places: readonly Place[];
  readonly stack?: string;
  readonly others?: readonly ErrorDocument[];
}

/** Describes anything thrown: a Problem as it is, everything else as INTERNAL. */
export function describeError(thrown: unknown): ErrorDocument {
  if (isProblem(thrown)) return describeProblem(thrown);
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return {
    code: 'INTERNAL',
    exitCode: PROBLEMS.INTERNAL.exit,
    title: PROBLEMS.INTERNAL.title,
    message: thrown instanceof Error ? thrown.message : String(thrown),
    places: [],
    ...(stack === undefined ? {} : { stack }),
  };
}

/** Describes a Problem and all it carries. */
export function describeProblem({ code, exitCode, message, hint, places, others }: Problem): ErrorDocument {
  return {
    code,
    exitCode,
    title: PROBLEMS[code].title,
    message,
    ...(hint === undefined ? {} : { hint }),
    places,
    ...(others.length === 0 ? {} : { others: others.map(describeProblem) }),
  };
}
