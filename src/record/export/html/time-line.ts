import type { Recording, Section } from '../recording.ts';
import { readableTime } from '../title.ts';
import { attributes, escapeText } from '../xml.ts';
import { SIGN, stateOf } from './states.ts';

interface Bar {
  readonly name: string;
  readonly href?: string;
  readonly state: string;
  readonly startMs: number;
  readonly durationMs: number | undefined;
  /** The first part of it, in which the container was made. */
  readonly waitMs: number;
}

/** When what happened: of a workflow a bar for each step, of an action one for each phase. Nothing when there is no length to show. */
export function timeLineHtml(recording: Recording): string {
  const isWorkflow = recording.record.block === undefined;
  const bars = isWorkflow ? recording.sections.map(stepBar) : phaseBars(recording);
  const totalMs = Math.max(
    recording.record.duration_ms ?? 0,
    ...bars.map((bar) => bar.startMs + (bar.durationMs ?? 0)),
  );
  if (bars.length === 0 || totalMs === 0) return '';
  const ticks = ticksOf(totalMs);
  const axis = ticks.map((ms) => `<i style="left:${percent(ms, totalMs)}">${readableTime(ms)}</i>`).join('');
  const rows = bars.map((bar) => rowHtml(bar, totalMs, ticks)).join('');
  const head = `<tr><th scope="col">${isWorkflow ? 'step' : 'phase'}</th><th scope="col" class="axis"><span class="hidden">when</span><div aria-hidden="true">${axis}</div></th><th scope="col">took</th></tr>`;
  return `<section class="time" aria-labelledby="time"><h2 id="time">Time line</h2><table><thead>${head}</thead><tbody>\n${rows}</tbody></table></section>\n`;
}

function stepBar(section: Section, at: number): Bar {
  const { step = `${section.block} ${section.action}`, state, startMs, durationMs, record } = section;
  const phases = Object.entries(record?.phases ?? {});
  // Whatever comes before the action itself.
  const waitMs = phases.filter(([name]) => name !== 'run').reduce((sum, [, ms]) => sum + ms, 0);
  return { name: step, href: `#step-${String(at + 1)}`, state, startMs, durationMs, waitMs };
}

function phaseBars({ record }: Recording): Bar[] {
  let startMs = 0;
  return Object.entries(record.phases ?? {}).map(([name, durationMs]) => {
    const bar = { name, state: name === 'run' ? record.state : 'phase', startMs, durationMs, waitMs: 0 };
    startMs += durationMs;
    return bar;
  });
}

function rowHtml(bar: Bar, totalMs: number, ticks: readonly number[]): string {
  const { name, href, state, startMs, durationMs, waitMs } = bar;
  const grid = ticks.map((ms) => `<i class="tick" style="left:${percent(ms, totalMs)}"></i>`).join('');
  const length =
    durationMs === undefined ? '' : barHtml({ startMs, durationMs, waitMs: Math.min(waitMs, durationMs) }, totalMs);
  const sign = state === 'phase' ? '' : `<span class="sign" aria-hidden="true">${SIGN[stateOf(state)]}</span>`;
  const title = href === undefined ? escapeText(name) : `<a${attributes({ href })}>${escapeText(name)}</a>`;
  const told = state === 'phase' ? '' : `<span class="hidden">, ${escapeText(state)}</span>`;
  const took = durationMs === undefined ? escapeText(state) : readableTime(durationMs);
  return `<tr data-state="${stateOf(state)}"><th scope="row">${sign}${title}${told}</th><td class="bar"><div aria-hidden="true">${grid}${length}</div></td><td>${took}</td></tr>\n`;
}

function barHtml(
  { startMs, durationMs, waitMs }: { readonly startMs: number; readonly durationMs: number; readonly waitMs: number },
  totalMs: number,
): string {
  const wait = waitMs === 0 ? '' : `<b style="width:${percent(waitMs, durationMs)}"></b>`;
  return `<span style="left:${percent(startMs, totalMs)};width:${percent(durationMs, totalMs)}">${wait}</span>`;
}

function percent(part: number, whole: number): string {
  return `${String(Math.min(100, Math.round((part / whole) * 10_000) / 100))}%`;
}

const STEPS_MS = [
  10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
];

/** Three to five round moments. */
function ticksOf(totalMs: number): number[] {
  const step = STEPS_MS.find((ms) => totalMs / ms <= 5) ?? Math.ceil(totalMs / 5 / 1_800_000) * 1_800_000;
  return Array.from({ length: Math.floor(totalMs / step) + 1 }, (_, index) => index * step);
}
