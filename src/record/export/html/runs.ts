import type { Run } from '../paint.ts';
import { type Colour, type Look, PLAIN } from '../style.ts';
import { escapeText } from '../xml.ts';
import { PAPER, readableOn, rgbOf, toHex } from './colours.ts';

const CLASSES = { bold: 'b', dim: 'm', italic: 'i', underline: 'u', strike: 's' } as const;

/** Runs as HTML: text as it is, what looks different in spans. Colours can always be read, on light and on dark paper. */
export function paintHtml(runs: readonly Run[]): string {
  return runs.map(({ text, look }) => (look === PLAIN ? escapeText(text) : span(text, look))).join('');
}

function span(text: string, look: Look): string {
  const { names, style } = colour(turn(look));
  for (const key of ['bold', 'dim', 'italic', 'underline', 'strike'] as const) if (look[key]) names.push(CLASSES[key]);
  if (names.length === 0 && style === '') return escapeText(text);
  const classes = names.length === 0 ? '' : ` class="${names.join(' ')}"`;
  return `<span${classes}${style === '' ? '' : ` style="${style}"`}>${escapeText(text)}</span>`;
}

/** The two colours after inversion; `auto` is the page's own. */
interface Colours {
  readonly text?: Colour | undefined;
  readonly paper?: Colour | 'auto' | undefined;
}

function turn({ foreground, background, inverse }: Look): Colours {
  return inverse ? { text: background, paper: foreground ?? 'auto' } : { text: foreground, paper: background };
}

function colour({ text, paper }: Colours): { readonly names: string[]; readonly style: string } {
  if (paper === 'auto') return { names: ['v'], style: '' };
  if (paper !== undefined) {
    const behind = rgbOf(paper);
    const front = readableOn(rgbOf(text ?? 15), behind);
    return { names: ['p'], style: `background:${toHex(behind)};color:${toHex(front)}` };
  }
  if (text === undefined) return { names: [], style: '' };
  if (typeof text === 'number' && text < 16) return { names: [`f${String(text)}`], style: '' };
  const on = (scheme: 'light' | 'dark'): string => toHex(readableOn(rgbOf(text), PAPER[scheme]));
  return { names: ['c'], style: `--l:${on('light')};--d:${on('dark')}` };
}
