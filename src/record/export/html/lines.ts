import { describeTurn, withTurns } from '../attempts.ts';
import { escapeText } from '../xml.ts';
import { paintHtml } from './runs.ts';
import { findHeading, looksLikeError } from './signs.ts';
import { paintedLines, type PaintedLine, type SurveyedSection } from './survey.ts';

/** Browsers lay out so many lines at once, when they come into view. */
const CHUNK = 200;

interface Place {
  readonly number: number;
  /** Milliseconds since the beginning of the recording. */
  readonly atMs: number;
}

/** The output of a section: lines in chunks, and under a heading of their own what a tool has marked so. */
export async function* linesHtml({ section, first, gap }: SurveyedSection, all: string): AsyncGenerator<string> {
  let number = first - 1;
  let [inPart, chunk] = [false, [] as string[]];
  const close = (): string => {
    const text =
      chunk.length === 0 ? '' : `<div class="k" style="--n:${String(chunk.length)}">\n${chunk.join('')}</div>\n`;
    chunk = [];
    return text;
  };
  for await (const each of withTurns(paintedLines(section), section.turns ?? [], ({ atMs }) => atMs)) {
    if ('turn' in each) {
      yield `${close()}${inPart ? '</details>\n' : ''}<p class="gap">${escapeText(describeTurn(each.turn))}</p>\n`;
      inPart = false;
      continue;
    }
    const line = each.each;
    number += 1;
    if (gap !== undefined && number >= gap[0] && number <= gap[1]) {
      if (number === gap[0]) yield `${close()}${gapHtml(gap, all)}`;
      continue;
    }
    const place = { number, atMs: section.startMs + line.atMs };
    if (findHeading(line.text) === undefined) chunk.push(`<p${lineHtml(line, place)}</p>\n`);
    else {
      yield `${close()}${inPart ? '</details>\n' : ''}<details class="part" open><summary><span${lineHtml(line, place)}</span></summary>\n`;
      inPart = true;
    }
    if (chunk.length === CHUNK) yield close();
  }
  yield `${close()}${inPart ? '</details>\n' : ''}`;
}

function lineHtml(line: PaintedLine, { number, atMs }: Place): string {
  const classes = ['l', line.stream === 'stderr' ? 'e' : '', looksLikeError(line.text) ? 'x' : ''].filter(Boolean);
  const at = String(number);
  return ` class="${classes.join(' ')}" id="L${at}" data-n="${at}" data-t="${clock(atMs)}">${paintHtml(line.runs)}`;
}

function gapHtml([from, to]: readonly [number, number], all: string): string {
  const count = (to - from + 1).toLocaleString('en');
  return `<p class="gap">${count} lines are not on this page. All of them: <code>${all}</code></p>\n`;
}

/** `0:01.4`, `1:02:03.4`. */
function clock(ms: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const tenths = Math.floor(ms / 100);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
  const seconds = `${two(Math.floor(tenths / 10) % 60)}.${String(tenths % 10)}`;
  return hours === 0 ? `${String(minutes)}:${seconds}` : `${String(hours)}:${two(minutes)}:${seconds}`;
}
