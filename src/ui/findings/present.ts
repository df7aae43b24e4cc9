import { Readable } from 'node:stream';
import { formatProblem, formatWarning, type ProblemLook } from '../human/problem.ts';
import { createStyle } from '../human/style.ts';
import { makeVisible } from '../human/visible.ts';
import { text, type TextView } from '../view.ts';
import { describeFindings, describeReport } from './document.ts';
import { formatForGithub } from './github.ts';
import { countFindings, type FindingsReport, summarize } from './report.ts';
import { describeAsSarif } from './sarif.ts';

/** What findings, and nothing else, can be written as besides the formats of every answer. */
export type FindingsFormat = 'sarif' | 'github';

export interface FindingsLook extends Pick<ProblemLook, 'version' | 'directory' | 'isVerbose'> {
  /** Instead of what people read. */
  readonly format?: FindingsFormat;
  readonly colour: boolean;
  /** Width that source lines are cut to; undefined where no terminal says how wide it is. */
  readonly columns: number | undefined;
}

const SOURCE_COLUMNS = 160;

/** A report as the answer of a command: every finding, then one line that sums up. */
export function presentFindings(report: FindingsReport, look: FindingsLook): TextView {
  const data = { ...describeReport(report), findings: describeFindings(report) };
  // Bytes as they come: the lines hold colours of ours, and nothing unseen of anybody else's.
  const shown = Readable.from(linesOf(report, look));
  const records = data.findings.map((finding) => ({ type: 'finding', ...finding }));
  return { ...text(shown, data), records, summary: describeReport(report) };
}

/** Made only when a person reads them. */
function* linesOf(report: FindingsReport, look: FindingsLook): Generator<string> {
  yield `${textOf(report, look)}\n`;
}

function textOf(report: FindingsReport, look: FindingsLook): string {
  if (look.format === 'sarif') return JSON.stringify(describeAsSarif(report, look), undefined, 2);
  if (look.format === 'github') {
    return [...formatForGithub(report.findings, look.directory), makeVisible(summarize(report))].join('\n');
  }
  const style = createStyle(look.colour);
  const { errors } = countFindings(report);
  const problems = { ...look, style, columns: look.columns ?? SOURCE_COLUMNS };
  const findings = report.findings.map(({ severity, problem }) =>
    severity === 'error' ? formatProblem(problem, problems) : formatWarning(problem, problems),
  );
  return [...findings, style(makeVisible(summarize(report)), errors === 0 ? 'green' : 'bold')].join('\n\n');
}
