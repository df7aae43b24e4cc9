import type { Finding } from '../../workspace/index.ts';

/** What a check of a workspace has come to. */
export interface FindingsReport {
  /** Absent where `workspace.poly` is beyond use. */
  readonly workspace?: string;
  /** Absolute path of the workspace. */
  readonly directory: string;
  readonly strict: boolean;
  readonly blocks: number;
  readonly actions: number;
  readonly workflows: number;
  /** In the order they are told in. */
  readonly findings: readonly Finding[];
}

/** How many of the findings are errors, and how many warnings. */
export function countFindings({ findings }: Pick<FindingsReport, 'findings'>): { errors: number; warnings: number } {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}

/** One line that says it all: `2 errors, 1 warning in 3 files`, or what a valid workspace has. */
export function summarize(report: FindingsReport): string {
  const { errors, warnings } = countFindings(report);
  if (errors === 0) {
    const { workspace = 'the workspace', blocks, actions, workflows } = report;
    const all = [count(blocks, 'block'), count(actions, 'action'), count(workflows, 'workflow')];
    return `${workspace} is valid: ${[...all, count(warnings, 'warning')].join(', ')}`;
  }
  const files = new Set(report.findings.flatMap(({ problem }) => problem.places.slice(0, 1).map(({ file }) => file)));
  const told = [count(errors, 'error'), ...(warnings === 0 ? [] : [count(warnings, 'warning')])].join(', ');
  return files.size === 0 ? told : `${told} in ${count(files.size, 'file')}`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
