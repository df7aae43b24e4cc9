import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { Problem } from '../errors.ts';
import { type Finding, error, warning } from './findings.ts';
import { placeAt } from './places.ts';
import { toValue } from './value.ts';
import type { SourceFile } from './written.ts';

/** The messages of the YAML library are written for people who know its grammar; these are for everyone else. */
const SYNTAX: Partial<Record<string, { readonly message?: string; readonly hint: string }>> = {
  TAB_AS_INDENT: {
    message: 'a tab indents this line, and YAML only takes spaces',
    hint: 'replace the tab with spaces',
  },
  MULTIPLE_DOCS: {
    message: 'a second document begins here',
    hint: 'remove the line ---, or move what follows it into a file of its own',
  },
  RESOURCE_EXHAUSTION: { message: 'nested far too deeply', hint: 'flatten it' },
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

/** Reads `text` as one YAML 1.2 document with plain data in it. Findings (YAML_INVALID) that are errors leave the value undefined. */
export function parseFile(path: string, text: string): ParsedFile {
  const lines = new LineCounter();
  // Our own check finds equal keys in linear time and names both; the library's own warnings would go to the process.
  const options = {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    resolveKnownTags: false,
  } as const;
  const document: Document.Parsed = parseDocument(text, { ...options, schema: 'core' });
  const place = (error: YAMLError) => placeAt({ path, text, lines }, error.pos[0], error.pos[1]);
  const findings = document.warnings.map((tag) => {
    const message = `${tag.message.toLowerCase()}: tags have no meaning in workspace files`;
    return warning(new Problem('YAML_INVALID', message, { hint: 'remove the tag', places: [place(tag)] }));
  });
  // One slip of the pen makes the parser stumble over all that follows; only the first stumble says something.
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { message = decapitalize(syntax.message), hint = 'check this line and the one before it' } =
      SYNTAX[syntax.code] ?? {};
    findings.push(error(new Problem('YAML_INVALID', message, { hint, places: [place(syntax)] })));
    return { source: { path, text, document, lines, value: undefined }, isEmpty: false, findings };
  }
  const { value, objections } = toValue(document);
  for (const { message, hint, node, earlier } of objections) {
    const places = [node, earlier].flatMap((at) =>
      at?.range ? [placeAt({ path, text, lines }, at.range[0], at.range[1])] : [],
    );
    findings.push(error(new Problem('YAML_INVALID', message, { hint, places })));
  }
  const source = { path, text, document, lines, value: objections.length > 0 ? undefined : value };
  return { source, isEmpty: objections.length === 0 && value === null, findings };
}

const decapitalize = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
