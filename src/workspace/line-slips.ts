import { GLUED, spaceDash } from './dashes.ts';
import { type Complaint, contentOf, type Line } from './lines.ts';
import { quoted } from './wording.ts';

/** The complaint about what is wrong in a line by itself: a dash without its space, text that begins with * or &. */
export function findSlipIn(text: string, line: Line, confidential: boolean): Complaint | undefined {
  const { text: content, range } = contentOf(line);
  const [glued = ''] = /^-[\w-]+(?=:(?:\s|$))/.exec(content) ?? [];
  if (GLUED.test(glued))
    return { message: 'a space is missing after the dash', hint: spaceDash(text, line, confidential), range };
  const [, lead = '', value = ''] = /^((?:- +)*(?:[\w./-]+: +)?)([*&].*)$/.exec(content) ?? [];
  if (lead === '' || /^\*[\w-]+$|^&[\w-]+(?:\s|$)/.test(value)) return undefined;
  const start = range[0] + lead.length;
  const first = confidential ? 'this character' : value.charAt(0);
  const message = `text without quotes cannot begin with ${first}`;
  return { message, hint: quoted(value, confidential), range: [start, start + value.length] };
}
