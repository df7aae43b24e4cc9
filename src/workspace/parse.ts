import { LineCounter } from 'yaml';
import { Problem, type ProblemCode } from '../errors.ts';
import { compose, type Composed } from './compose.ts';
import { error, type Finding, MOST_TOLD, warning } from './findings.ts';
import type { Complaint } from './lines.ts';
import { findAltered } from './numbers.ts';
import { placeAt } from './places.ts';
import { findSlips } from './slips.ts';
import { explainSyntax } from './syntax.ts';
import { type Objection, TOO_DEEP, toValue } from './value.ts';
import { IN_QUOTES, quoted } from './wording.ts';
import type { SourceFile } from './written.ts';

export interface ParsedFile {
  readonly source: SourceFile<unknown>;
  /** True when there is nothing but comments in it. */
  readonly isEmpty: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Reads `text` as one YAML 1.2 document with plain data in it. Findings (YAML_INVALID, VALUE_COERCED) that are errors leave the value
 * undefined; those of a confidential file quote nothing of it.
 */
export function parseFile(path: string, text: string, { confidential = false } = {}): ParsedFile {
  const lines = new LineCounter();
  const composed = compose(text, lines);
  const { document } = composed;
  const source = { path, text, lines, confidential };
  const findings = document.warnings.slice(0, MOST_TOLD).map(({ message, pos }) => {
    const details = { hint: 'remove the tag', places: [placeAt(source, pos[0], pos[1])] };
    return warning(
      new Problem(
        'YAML_INVALID',
        `${confidential ? 'a tag' : decapitalize(message)}: tags have no meaning here`,
        details,
      ),
    );
  });
  const report = (message: string, hint: string, ...ranges: (readonly [number, number])[]): void => {
    const places = ranges.map(([start, end]) => placeAt(source, start, end));
    findings.push(error(new Problem('YAML_INVALID', message, { hint, places })));
  };
  const fault = firstFault(text, composed, confidential);
  if (fault !== undefined) report(fault.message, fault.hint, fault.range);
  const isBroken = findings.some((finding) => finding.severity === 'error');
  const slips = isBroken ? [] : findSlips(text, document, confidential);
  const isLost = isBroken || slips.some(({ isFatal }) => isFatal);
  const { value, objections } = isLost ? { value: undefined, objections: [] } : toValue(document, { confidential });
  for (const objection of objections.slice(0, MOST_TOLD)) report(...inWords(objection, text, confidential));
  const problemOf = (code: ProblemCode, { message, hint, range }: Complaint): Problem =>
    new Problem(code, message, { hint, places: [placeAt(source, range[0], range[1])] });
  for (const slip of slips.slice(0, MOST_TOLD))
    findings.push((slip.isFatal ? error : warning)(problemOf('YAML_INVALID', slip)));
  const isSound = !isLost && objections.length === 0;
  const altered = isSound ? findAltered(path, document, confidential) : [];
  findings.push(...altered.slice(0, MOST_TOLD).map((each) => warning(problemOf('VALUE_COERCED', each))));
  const left = leftOut(document.warnings, objections, slips, altered);
  if (left !== undefined) findings.push(warning(problemOf('YAML_INVALID', left)));
  return {
    source: { ...source, document, value: isSound ? value : undefined },
    isEmpty: isSound && value === null,
    findings,
  };
}

function inWords(
  { message, hint, node, earlier }: Objection,
  text: string,
  confidential: boolean,
): [string, string, ...(readonly [number, number])[]] {
  const [start, end] = node?.range ?? [0, 0];
  const ranges = [node, earlier].flatMap((at) => (at?.range ? [[at.range[0], at.range[1]] as const] : []));
  return [message, hint === IN_QUOTES ? quoted(text.slice(start, end), confidential) : hint, ...ranges];
}

function leftOut(...found: readonly (readonly unknown[])[]): Complaint | undefined {
  const rest = found.reduce((sum, { length }) => sum + Math.max(0, length - MOST_TOLD), 0);
  const message = `${String(rest)} more findings in this file are left out`;
  return rest === 0 ? undefined : { message, hint: 'mend the others first', range: [0, 1] };
}

/** One slip of the pen makes the parser stumble over all that follows; only the first stumble says something. */
function firstFault(text: string, composed: Composed, confidential: boolean): Complaint | undefined {
  const { document, tooDeepAt, tooLongAt, secondAt } = composed;
  if (tooDeepAt !== undefined) return { message: TOO_DEEP, hint: 'flatten it', range: [tooDeepAt, tooDeepAt + 1] };
  if (tooLongAt !== undefined) {
    const hint = 'keep large data in files beside it and only their names here';
    return { message: 'too much for one file', hint, range: [tooLongAt, tooLongAt + 1] };
  }
  const [syntax] = document.errors;
  if (syntax !== undefined) return explainSyntax(syntax, { text, document, confidential });
  if (secondAt === undefined) return undefined;
  const hint = 'remove the line ---, or move what follows it into a file of its own';
  return { message: 'a second document begins here', hint, range: [secondAt, secondAt + 3] };
}

const decapitalize = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
