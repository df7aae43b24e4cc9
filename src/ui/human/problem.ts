import { isProblem, type Problem } from '../../errors.ts';
import { formatPlace } from './place.ts';
import { drawSource } from './source.ts';
import type { Style } from './style.ts';
import { makeVisible } from './visible.ts';

export interface ProblemLook {
  readonly style: Style;
  /** Width that source lines are cut to. */
  readonly columns: number;
  /** Paths below it are shown relative to it. */
  readonly directory: string;
  readonly version: string;
  /** Show what caused a Problem, too. */
  readonly isVerbose: () => boolean;
}

/** A failure for people, ready to print: a Problem with all its findings, or a bug with its stack. Holds no control characters of foreign text. */
export function formatProblem(problem: unknown, look: ProblemLook): string {
  if (!isProblem(problem) || problem.code === 'INTERNAL') return formatBug(problem, look);
  const findings = listFindings(problem);
  const blocks = findings.map((finding) => formatFinding(finding, 'error', look));
  if (findings.length > 1) blocks.push(look.style(`${String(findings.length)} errors`, 'bold'));
  return blocks.join('\n\n');
}

/** A Problem that stops nothing, in the same form. */
export function formatWarning(problem: Problem, look: ProblemLook): string {
  return listFindings(problem)
    .map((finding) => formatFinding(finding, 'warning', look))
    .join('\n\n');
}

/** A Problem and everything it carries, however deep, in order. */
export function listFindings(problem: Problem): Problem[] {
  return [problem, ...problem.others.flatMap(listFindings)];
}

function formatFinding(finding: Problem, severity: 'error' | 'warning', look: ProblemLook): string {
  const { style } = look;
  const colour = severity === 'error' ? 'red' : 'yellow';
  const [first = '', ...rest] = printable(finding.message).split('\n');
  return [
    `${style(`${severity}[${finding.code}]`, colour, 'bold')} ${style(first, 'bold')}`,
    ...indent(rest.join('\n'), '  '),
    ...finding.places.flatMap((place) => [
      `  ${style(formatPlace(place, look.directory), 'blue')}`,
      ...drawSource(place, style, look.columns),
    ]),
    ...(look.isVerbose() && finding.cause !== undefined
      ? align(style('cause', 'dim'), describeThrown(finding.cause))
      : []),
    ...(finding.hint === undefined ? [] : align(style('hint', 'cyan'), finding.hint)),
  ].join('\n');
}

function formatBug(thrown: unknown, { style, version }: ProblemLook): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return [
    `${style('error[INTERNAL]', 'red', 'bold')} ${style(printable(message === '' ? 'unknown failure' : message), 'bold')}`,
    ...indent(describeThrown(thrown), '  '),
    `  polycrate ${version}, node ${process.versions.node}, ${process.platform} ${process.arch}`,
    ...align(
      style('hint', 'cyan'),
      "this is a bug in polycrate: please report it in the project's issue tracker, with the text above",
    ),
  ].join('\n');
}

/** Stack of a thrown value and of its causes; no other property of it, since those may hold secrets. */
function describeThrown(thrown: unknown): string {
  const causes: string[] = [];
  for (
    let next = thrown;
    next !== undefined && causes.length < 5;
    next = next instanceof Error ? next.cause : undefined
  ) {
    causes.push(describeValue(next));
  }
  return causes.join('\ncaused by ');
}

function describeValue(value: unknown): string {
  return value instanceof Error ? (value.stack ?? value.message) : String(value);
}

function align(label: string, text: string): string[] {
  return printable(text)
    .trimEnd()
    .split('\n')
    .map((line, index) => (index === 0 ? `${label}  ${line}` : `      ${line}`.trimEnd()));
}

function indent(text: string, margin: string): string[] {
  return text === ''
    ? []
    : printable(text)
        .split('\n')
        .map((line) => `${margin}${line}`.trimEnd());
}

function printable(text: string): string {
  return makeVisible(text.replaceAll('\r\n', '\n'), '\n\t').replaceAll('\t', '    ');
}
