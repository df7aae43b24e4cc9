import { type OutputLine, readLines } from '../lines.ts';
import { createPainter, type Run, textOf } from '../paint.ts';
import type { Recording, Section } from '../recording.ts';
import { findHeading, looksLikeError } from './signs.ts';

/** So many lines are on a page at most; of longer output the middle is left out. */
const MOST_LINES = 200_000;
const FEWEST_OF_A_SECTION = 2000;

/** What can be said of a section before it is written. Lines are numbered through the whole page, from 1. */
export interface SurveyedSection {
  readonly section: Section;
  readonly first: number;
  readonly lines: number;
  /** Lines from this to that one are left out. */
  readonly gap: readonly [from: number, to: number] | undefined;
  readonly headings: readonly { readonly line: number; readonly title: string }[];
  readonly stderrLines: number;
}

export interface Survey {
  readonly sections: readonly SurveyedSection[];
  /** Where whoever looks for what went wrong begins. */
  readonly firstError: number | undefined;
}

/** Reads all output once: what stands above it on the page has to know it. */
export async function survey({ sections }: Recording): Promise<Survey> {
  const surveyed: (SurveyedSection & { readonly error: number | undefined })[] = [];
  const most = Math.max(FEWEST_OF_A_SECTION, Math.floor(MOST_LINES / sections.length));
  let first = 1;
  for (const section of sections) {
    const found = await surveySection(section, first);
    const last = first + found.lines;
    const gap = found.lines > most ? ([first + most / 2, last - most / 2 - 1] as const) : undefined;
    surveyed.push({ ...found, section, first, gap });
    first = last;
  }
  const failed = surveyed.filter(
    ({ section: { state } }) => !['succeeded', 'skipped', 'failure allowed'].includes(state),
  );
  const [named] = [...failed, ...surveyed].filter(({ error }) => error !== undefined);
  const silent = failed.find(({ lines }) => lines > 0);
  // A failure that says nothing of itself is where its output ends.
  const last = silent === undefined ? undefined : silent.first + silent.lines - 1;
  return { sections: surveyed, firstError: named?.error ?? last };
}

async function surveySection(section: Section, first: number) {
  let [lines, stderrLines] = [0, 0];
  let error: number | undefined;
  const headings: { line: number; title: string }[] = [];
  for await (const line of paintedLines(section)) {
    const at = first + lines;
    lines += 1;
    if (line.stream === 'stderr') stderrLines += 1;
    const heading = findHeading(line.text);
    if (heading !== undefined) headings.push({ line: at, title: heading });
    if (error === undefined && looksLikeError(line.text)) error = at;
  }
  return { lines, stderrLines, error, headings };
}

export interface PaintedLine extends OutputLine {
  readonly runs: readonly Run[];
  readonly text: string;
}

/** The lines of a section as a terminal would show them at last. */
export async function* paintedLines({ output, turns }: Section): AsyncGenerator<PaintedLine> {
  const paint = { stdout: createPainter(), stderr: createPainter() };
  for await (const line of readLines(output, turns)) {
    const { stream, atMs, raw } = line;
    const runs = paint[stream](raw);
    yield { stream, atMs, raw, runs, text: textOf(runs) };
  }
}
