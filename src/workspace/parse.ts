import { type Document, LineCounter, visit, type YAMLError } from 'yaml';
import { Problem } from '../errors.ts';
import { compose } from './compose.ts';
import { error, type Finding, warning } from './findings.ts';
import { placeAt } from './places.ts';
import { TOO_DEEP, toValue } from './value.ts';
import type { SourceFile } from './written.ts';

/** The messages of the YAML library are written for people who know its grammar; these are for everyone else. */
const SYNTAX: Partial<Record<string, { readonly message?: string; readonly hint: string }>> = {
  TAB_AS_INDENT: {
    message: 'a tab indents this line, and YAML only takes spaces',
    hint: 'replace the tab with spaces',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'this line holds a second ": ", or the next line is indented too far',
    hint: 'put quotes around text that contains ": ", and align the keys of a map',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key must stand on one line',
    hint: 'is a colon missing at the end of the line?',
  },
  BAD_INDENT: { hint: 'align it with its neighbours' },
  BAD_SCALAR_START: { hint: 'put quotes around the text' },
  MISSING_CHAR: { hint: 'add the missing character, or put quotes around text that only looks like YAML' },
  BAD_DQ_ESCAPE: { hint: "write \\\\ for a backslash, or use 'single quotes'" },
  UNEXPECTED_TOKEN: { hint: 'check the indentation of this line and the quotes before it' },
};

export interface ParsedFile {
  readonly source: SourceFile<unknown>;
  /** True when there is nothing but comments in it. */
  readonly isEmpty: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Reads `text` as one YAML 1.2 document with plain data in it. Findings (YAML_INVALID) that are errors leave the value undefined;
 * those of a confidential file quote nothing of it.
 */
export function parseFile(path: string, text: string, { confidential = false } = {}): ParsedFile {
  const lines = new LineCounter();
  const { document, tooDeepAt, secondAt } = compose(text, lines);
  const source = { path, text, lines, confidential };
  const findings = document.warnings.map(({ message, pos }) => {
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
  // One slip of the pen makes the parser stumble over all that follows; only the first stumble says something.
  const [syntax] = document.errors;
  if (tooDeepAt !== undefined) report(TOO_DEEP, 'flatten it', [tooDeepAt, tooDeepAt + 1]);
  else if (syntax !== undefined) report(...explain(syntax, document, confidential));
  else if (secondAt !== undefined) {
    report('a second document begins here', 'remove the line ---, or move what follows it into a file of its own', [
      secondAt,
      secondAt + 3,
    ]);
  }
  const isBroken = findings.some((finding) => finding.severity === 'error');
  const { value, objections } = isBroken ? { value: undefined, objections: [] } : toValue(document);
  for (const { message, hint, node, earlier } of objections) {
    report(message, hint, ...[node, earlier].flatMap((at) => (at?.range ? [[at.range[0], at.range[1]] as const] : [])));
  }
  return {
    source: { ...source, document, value: objections.length > 0 ? undefined : value },
    isEmpty: value === null && objections.length === 0,
    findings,
  };
}

function explain(
  { code, message, pos }: YAMLError,
  document: Document.Parsed,
  confidential: boolean,
): [string, string, readonly [number, number]] {
  const quotes = message.startsWith('Missing closing') ? openQuotes(document, pos[0]) : undefined;
  if (quotes !== undefined)
    return ['the quotes that open here never close', 'close them at the end of the text', [quotes, quotes + 1]];
  // The library's messages may quote what they are about.
  const otherwise = confidential ? 'this is not valid YAML' : decapitalize(message);
  const { message: plain = otherwise, hint = 'check this line and the one before it' } = SYNTAX[code] ?? {};
  return [plain, hint, pos];
}

/** Offset of the quotes whose text reaches to `end`: an unclosed text is noticed only where the file ends. */
function openQuotes(document: Document.Parsed, end: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar(_key, { type, range }) {
      const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
      if (isQuoted && range && range[0] < end && range[2] >= end) start = range[0];
    },
  });
  return start;
}

const decapitalize = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
