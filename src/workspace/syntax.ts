import { type Document, isCollection, visit, type YAMLError } from 'yaml';
import { complainOfIndent } from './indentation.ts';
import { complainOfKey, complainOfNesting } from './key-line.ts';
import { findOddBlank } from './blanks.ts';
import { complainOfFlow } from './flow.ts';
import { goesOn } from './flow-text.ts';
import { type Complaint, lineAt, lineBefore, withoutComment } from './lines.ts';
import { findSlipIn } from './line-slips.ts';
import { complainOfTab, complainOfTabInText } from './tabs.ts';
import { quoted } from './wording.ts';

/** What a syntax error is explained with. */
export interface Broken {
  readonly text: string;
  readonly document: Document.Parsed;
  /** Nothing of the text may be quoted. */
  readonly confidential: boolean;
}

/** The messages of the YAML library are written for people who know its grammar; these are for everyone else. */
const SYNTAX: Partial<Record<string, { readonly message?: string; readonly hint: string }>> = {
  BAD_INDENT: { hint: 'align it with its neighbours' },
  MISSING_CHAR: { hint: 'add the missing character, or put quotes around text that only looks like YAML' },
  UNEXPECTED_TOKEN: { hint: 'check the indentation of this line and the quotes before it' },
};
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** What is wrong, what to do and where, in words for people who never heard of YAML's grammar. */
export function explainSyntax(fault: YAMLError, broken: Broken): Complaint {
  const { message, pos } = fault;
  const { text, document } = broken;
  const conflict = /^<{7}(?: .*)?$/m.exec(text);
  if (conflict !== null) {
    const hint = 'resolve the conflict, and remove the lines <<<<<<<, ======= and >>>>>>>';
    return { message: 'a merge conflict begins here', hint, range: [conflict.index, conflict.index + 7] };
  }
  const slip = slipBefore(broken, pos[0]) ?? complainOfFlow(broken, pos[0]);
  if (slip !== undefined) return slip;
  const quotes = openQuotes(document, pos[0], message.startsWith('Missing closing'));
  if (quotes !== undefined) {
    const hint = `close them at the end of the text: ${text.charAt(quotes)}`;
    return { message: 'the quotes that open here never close', hint, range: [quotes, quotes + 1] };
  }
  if (/^flow (?:map|sequence) .*must .*end with/i.test(message)) return unclosed(broken, pos[0], message);
  return explainByCode(fault, broken);
}

function explainByCode({ code, message, pos }: YAMLError, broken: Broken): Complaint {
  const { text, confidential } = broken;
  if (code === 'TAB_AS_INDENT') return complainOfTab(text, pos);
  const tab = message.startsWith('Block scalar') ? complainOfTabInText(text, pos[0]) : undefined;
  if (tab !== undefined) return tab;
  if (code === 'BAD_SCALAR_START') return badStart(broken, pos[0]);
  if (code === 'BAD_DQ_ESCAPE') {
    const hint = "write \\\\ for a backslash, or use 'single quotes'";
    return { message: 'in double quotes, a backslash begins something special', hint, range: pos };
  }
  if (message.startsWith('Nested mappings')) return complainOfNesting(broken, pos[0]);
  if (code === 'MULTILINE_IMPLICIT_KEY' || message.startsWith('Implicit map keys'))
    return complainOfKey(broken, pos[0]);
  if (/items must start at the same column|block sequence may not/.test(message)) return outOfColumn(broken, pos[0]);
  if (code === 'UNEXPECTED_TOKEN') return unexpected(broken, pos, message);
  // The library's messages may quote what they are about.
  const otherwise = confidential ? 'this is not valid YAML' : message.charAt(0).toLowerCase() + message.slice(1);
  const { message: plain = otherwise, hint = 'check this line and the one before it' } = SYNTAX[code] ?? {};
  return { message: plain, hint, range: pos };
}

/** What is wrong in a line, or the one before, by itself: all that the parser says later comes from there. */
function slipBefore({ text, confidential }: Broken, offset: number): Complaint | undefined {
  const line = lineAt(text, offset);
  const lines = [lineBefore(text, line), line].filter((each) => each !== undefined);
  return (
    lines.map((each) => findOddBlank(text, each)).find((found) => found !== undefined) ??
    lines.map((each) => findSlipIn(text, each, confidential)).find((found) => found !== undefined)
  );
}

function outOfColumn(broken: Broken, offset: number): Complaint {
  const { text } = broken;
  const after = offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
  const content = lineAt(text, after).text.trim();
  // A dash without its space begins no item, so that the line looks like a key out of place.
  return /^-[^\s-]/.test(content) ? complainOfKey(broken, after) : complainOfIndent(text, after);
}

/** Offset of the quotes whose text reaches to `end`: an unclosed text is noticed where the file ends, or where the next quotes stand. */
function openQuotes(document: Document.Parsed, end: number, isOpen: boolean): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar(_key, { type, range, value }) {
      const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
      if (!isQuoted || !range || range[0] >= end || range[2] < end) return;
      const isStretched = range[1] <= end && typeof value === 'string' && value.includes(': ');
      if (isOpen || isStretched) start = range[0];
    },
  });
  return start;
}

function unclosed({ text, document }: Broken, end: number, message: string): Complaint {
  let start: number | undefined;
  visit(document, {
    Node(_key, node) {
      if (!isCollection(node) || !node.flow || !node.range || node.range[0] >= end) return;
      const open = text.charAt(node.range[0]);
      if (message.endsWith(CLOSING[open] ?? ' ') && node.range[2] >= end - 1) start = node.range[0];
    },
  });
  if (start === undefined) return { message: 'a bracket is not closed', hint: 'close it', range: [end, end + 1] };
  const open = text.charAt(start);
  const hint = `close it where it should end: ${CLOSING[open] ?? ''}`;
  return { message: `the ${open} that opens here never closes`, hint, range: [start, start + 1] };
}

function badStart({ text, confidential }: Broken, offset: number): Complaint {
  const { start, text: line } = lineAt(text, offset);
  const rest = withoutComment(line.slice(offset - start));
  const range = [offset, offset + rest.length] as const;
  const first = confidential ? 'this character' : rest.charAt(0);
  return { message: `text without quotes cannot begin with ${first}`, hint: quoted(rest, confidential), range };
}

/** True when brackets that open in `before` are still open at its end. */
function isInside(before: string): boolean {
  const opened = before.replaceAll(/"[^"]*"|'[^']*'/g, '');
  return /[[{][^\]}]*$/.test(opened);
}

function unexpected({ text, confidential }: Broken, pos: readonly [number, number], message: string): Complaint {
  const { start, text: line } = lineAt(text, pos[0]);
  const before = line.slice(0, pos[0] - start);
  const stray = text.charAt(pos[0]);
  if (/^Unexpected flow-(?:seq|map)-end/i.test(message)) {
    const open = stray === ']' ? '[' : '{';
    return {
      message: `nothing before this ${stray} opens it with ${open}`,
      hint: 'remove it',
      range: [pos[0], pos[0] + 1],
    };
  }
  const [, lead = ''] = /^(\s*(?:- +)*(?:[^\s:"'[{]+: +)?)["'[{]/.exec(before) ?? [];
  if (isInside(before)) return { message: 'a comma is missing before this', hint: 'put a comma before it', range: pos };
  const closes = /["'\]}]\s*$/.exec(before)?.[0].trim();
  if (closes !== undefined && lead.trim() !== '')
    return goesOn(confidential, start + lead.length, withoutComment(line.slice(lead.length)), closes);
  if (message.endsWith(' at node end') && before.trim() === '') return complainOfIndent(text, pos[0]);
  const plain = confidential ? 'this does not belong here' : message.charAt(0).toLowerCase() + message.slice(1);
  return { message: plain, hint: SYNTAX['UNEXPECTED_TOKEN']?.hint ?? '', range: pos };
}
