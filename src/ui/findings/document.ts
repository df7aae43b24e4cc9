import type { Place } from '../../errors.ts';
import type { Finding } from '../../workspace/index.ts';
import { pathFrom } from './paths.ts';
import { countFindings, type FindingsReport } from './report.ts';

/** A finding as data; files are relative to the workspace. */
export interface FindingDocument {
  readonly severity: Finding['severity'];
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly places: readonly Omit<Place, 'snippet'>[];
}

/** What a check has come to, as data, without the findings themselves. */
export function describeReport(report: FindingsReport) {
  const { workspace, strict, blocks, actions, workflows } = report;
  const { errors, warnings } = countFindings(report);
  const name = workspace === undefined ? {} : { workspace };
  return { valid: errors === 0, strict, ...name, blocks, actions, workflows, errors, warnings };
}

/** The findings of a report as data, in its order. */
export function describeFindings({ directory, findings }: FindingsReport): FindingDocument[] {
  return findings.map(({ severity, problem: { code, message, hint, places } }) => ({
    severity,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    places: places.map(({ file, line, column, length }) => ({
      file: pathFrom(directory, file),
      line,
      column,
      ...(length === undefined ? {} : { length }),
    })),
  }));
}
