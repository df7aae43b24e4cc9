import { createHash } from 'node:crypto';
import type { RecordFile } from '../../record.ts';
import type { Recording } from '../recording.ts';
import { readableTime, titleOf } from '../title.ts';
import { attributes, escapeText } from '../xml.ts';
import { artifactsHtml, factsHtml } from './facts.ts';
import { linesHtml } from './lines.ts';
import { SIGN, stateOf } from './states.ts';
import { type Survey, survey, type SurveyedSection } from './survey.ts';
import { timeLineHtml } from './time-line.ts';
import { toolbarHtml } from './toolbar.ts';

/** What makes the page look and behave; it can be read without either. */
export interface PageParts {
  readonly stylesheet: string;
  readonly script: string;
}

/**
 * One HTML page that needs nothing from anywhere: facts, time line, and the output in its colours. It allows itself no script but its own,
 * whatever the output holds.
 */
export async function* exportHtml(recording: Recording, parts: PageParts): AsyncGenerator<string> {
  const { record } = recording;
  const surveyed = await survey(recording);
  const artifacts = artifactsHtml(record.artifacts);
  yield headHtml(record, parts);
  yield `<body>\n<a class="skip" href="#output">Skip to the output</a>\n<div class="page">\n`;
  yield `${bannerHtml(record)}${factsHtml(record)}${timeLineHtml(recording)}${artifacts === '' ? '' : `<section aria-label="Artifacts">${artifacts}</section>\n`}`;
  yield outlineHtml(surveyed);
  yield `<main id="output" tabindex="-1">\n${toolbarHtml(surveyed)}`;
  for (const [at, section] of surveyed.sections.entries()) yield* sectionHtml(section, { at, record });
  yield `</main>\n</div>\n<script>${parts.script}</script>\n</body>\n</html>\n`;
}

function headHtml(record: RecordFile, { stylesheet, script }: PageParts): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const title = `${SIGN[stateOf(record.state)]} ${titleOf(record)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta${attributes({ 'http-equiv': 'Content-Security-Policy', content: policy })}>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta${attributes({ name: 'generator', content: `polycrate ${record.cli}` })}>
<title>${escapeText(title)}</title>
<style>${stylesheet}</style>
</head>
`;
}

function bannerHtml({ workspace, organization, block, action, workflow, step, state, cause }: RecordFile): string {
  const where = [organization, workspace, ...(block === undefined || step === undefined ? [] : [workflow, step])];
  const path = where.filter((name) => name !== undefined).map((name) => `<span>${escapeText(name)}</span>`);
  const name =
    block === undefined
      ? `<small>workflow</small> ${escapeText(workflow ?? '')}`
      : escapeText(`${block} ${action ?? ''}`);
  const known = stateOf(state);
  const badge = `<span class="badge"><span aria-hidden="true">${SIGN[known]}</span> ${escapeText(state.replace('-', ' '))}</span>`;
  const why = cause === undefined ? '' : `<p class="cause">${escapeText(cause)}</p>\n`;
  return `<header data-state="${known}">\n<p class="path">${path.join('')}</p>\n<h1>${name} ${badge}</h1>\n${why}</header>\n`;
}

function outlineHtml({ sections }: Survey): string {
  const items = sections.flatMap(({ section, headings }, at) => {
    const own =
      section.step === undefined
        ? []
        : [
            `<li data-state="${stateOf(section.state)}"><a href="#step-${String(at + 1)}">${escapeText(section.step)}</a></li>`,
          ];
    const inner = headings
      .slice(0, 200)
      .map(({ line, title }) => `<li class="inner"><a href="#L${String(line)}">${escapeText(title)}</a></li>`);
    return [...own, ...inner];
  });
  if (items.length < 2) return '';
  return `<nav class="outline" aria-label="Parts of the output"><ul>\n${items.join('\n')}\n</ul></nav>\n`;
}

async function* sectionHtml(
  surveyed: SurveyedSection,
  { at, record }: { readonly at: number; readonly record: RecordFile },
): AsyncGenerator<string> {
  const { section, lines } = surveyed;
  const { step, state, block, action, exitCode, durationMs } = section;
  const known = stateOf(state);
  const all = escapeText(`polycrate logs export ${section.record?.transaction ?? record.transaction} --format text`);
  const nothing =
    lines === 0 ? `<p class="nothing">${state === 'skipped' ? 'It was not run.' : 'It printed nothing.'}</p>\n` : '';
  if (record.block !== undefined) {
    yield `<section class="output">\n${nothing}`;
    yield* linesHtml(surveyed, all);
    yield '</section>\n';
    return;
  }
  // What went well stays folded where something else did not.
  const isOpen = lines > 0 && (known !== 'good' || stateOf(record.state) === 'good');
  const facts = [`${block} ${action}`, exitCode === undefined || exitCode === 0 ? '' : `exit ${String(exitCode)}`];
  if (durationMs !== undefined) facts.push(readableTime(durationMs));
  if (state !== 'skipped') facts.push(`${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`);
  const told = `<span class="sign" aria-hidden="true">${SIGN[known]}</span><h2>${escapeText(step ?? '')}</h2><span class="state">${escapeText(state.replace('-', ' '))}</span>`;
  yield `<details class="step" id="step-${String(at + 1)}" data-state="${known}"${isOpen ? ' open' : ''}><summary>${told}<span class="about">${escapeText(facts.filter(Boolean).join(' · '))}</span></summary>\n`;
  yield `${artifactsHtml(section.record?.artifacts)}<div class="output">\n${nothing}`;
  yield* linesHtml(surveyed, all);
  yield '</div></details>\n';
}
