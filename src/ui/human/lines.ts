import type { ArtifactChanges, Outcome, RunEvents, StepOutcome } from '../../events.ts';
import { table, type TableView } from '../view.ts';
import { formatDuration } from './duration.ts';
import type { Colour, Style } from './style.ts';
import { formatPlace } from './place.ts';
import { makeVisible } from './visible.ts';
import { measureWidth } from './width.ts';

const NAMES_SHOWN = 5;

/** How lines are laid out; `columns` is undefined where nothing limits them; files below `directory` are shown relative to it. */
export interface LineLook {
  readonly style: Style;
  readonly columns: number | undefined;
  readonly directory: string;
}

/** The last eight characters of a transaction's id: the random ones (the first tell the time). `polycrate logs show` accepts them. */
export function shortenId(transaction: string): string {
  return transaction.slice(-8);
}

/** The line above an action's output: block, action, image, transaction. */
export function formatHeader(planned: RunEvents['run.planned'], look: LineLook): string {
  const title = look.style(`▶ ${makeVisible(`${planned.block} ${planned.action}`.trim())}`, 'bold');
  return joinParts([title, makeVisible(shortenImage(planned.image)), shortenId(planned.transaction)], look);
}

/** The line above a workflow's steps. */
export function formatWorkflowHeader(started: RunEvents['workflow.started'], look: LineLook): string {
  const title = look.style(`▶ workflow ${makeVisible(started.workflow)}`, 'bold');
  return joinParts(
    [title, `${String(started.steps)} ${started.steps === 1 ? 'step' : 'steps'}`, shortenId(started.transaction)],
    look,
  );
}

/** The line above a step: `[2/4] name  block/action`. */
export function formatStep(step: RunEvents['workflow.stepStarted'], { style }: LineLook): string {
  const number = style(`[${String(step.index)}/${String(step.steps)}]`, 'cyan');
  return `${number} ${style(makeVisible(step.step), 'bold')}  ${makeVisible(`${step.block}/${step.action}`)}`;
}

/** The line between two attempts: how the last one ended, and when the next begins. */
export function formatAttempt(failed: RunEvents['attempt.failed'], look: LineLook): string {
  const title = `↻ attempt ${String(failed.attempt)} of ${String(failed.attempts)} ${nameState(failed.state)}`;
  const next = failed.delayMs === 0 ? 'next one now' : `next one in ${formatDuration(failed.delayMs)}`;
  const parts = [
    look.style(title, 'yellow'),
    `exit ${String(failed.exitCode)}`,
    formatDuration(failed.durationMs),
    next,
  ];
  const cause = failed.cause === undefined ? [] : [`  ${makeVisible(failed.cause)}`];
  return [joinParts(parts, look), ...cause].join('\n');
}

/** The line below an action's output: state, exit code, duration, and where its record is if it has one; where the action is written if it failed, the cause and what changed below it. */
export function formatFooter(outcome: RunEvents['run.finished'] | Outcome, hasRecord: boolean, look: LineLook): string {
  const isGood = outcome.state === 'succeeded';
  const state = look.style(`${isGood ? '✔' : '✖'} ${nameState(outcome.state)}`, isGood ? 'green' : 'red', 'bold');
  const parts = [state, `exit ${String(outcome.exitCode)}`, formatDuration(outcome.durationMs)];
  const { attempts = [] } = outcome;
  if (attempts.length > 1) parts.push(`${String(attempts.length)} attempts`);
  if (hasRecord) parts.push(look.style(`polycrate logs show ${shortenId(outcome.transaction)}`, 'dim'));
  const cause = outcome.cause === undefined ? [] : [`  ${makeVisible(outcome.cause)}`];
  const place = 'place' in outcome ? [`  ${look.style(formatPlace(outcome.place, look.directory), 'blue')}`] : [];
  const changes = 'artifacts' in outcome ? formatChanges(outcome.artifacts) : [];
  return [joinParts(parts, look), ...place, ...cause, ...changes].join('\n');
}

/** The line below a shell: what its last command ended with is no success or failure of the shell. */
export function formatFarewell(outcome: RunEvents['run.finished'], hasRecord: boolean, look: LineLook): string {
  if (outcome.cause !== undefined) return formatFooter(outcome, hasRecord, look);
  const parts = ['shell ended', formatDuration(outcome.durationMs)];
  if (hasRecord) parts.push(`polycrate logs show ${shortenId(outcome.transaction)}`);
  return [look.style(parts.join(' · '), 'dim'), ...formatChanges(outcome.artifacts)].join('\n');
}

/** One line a kind of change, with the first few names: `  artifacts created: inventory.yml, outputs.json`. */
function formatChanges(changes: ArtifactChanges | undefined): string[] {
  if (changes === undefined) return [];
  return (['created', 'changed', 'deleted'] as const).flatMap((kind) => {
    const names = changes[kind];
    const more = names.length > NAMES_SHOWN ? ` and ${String(names.length - NAMES_SHOWN)} more` : '';
    return names.length === 0
      ? []
      : [`  artifacts ${kind}: ${makeVisible(names.slice(0, NAMES_SHOWN).join(', '))}${more}`];
  });
}

/** Every step of a workflow with its state, exit code, duration and transaction. */
export function tabulateSteps(steps: readonly StepOutcome[]): TableView {
  return table({
    rows: steps,
    empty: 'No steps.',
    columns: [
      { title: 'step', value: ({ step }) => step },
      {
        title: 'state',
        value: ({ state }) => `${markOf(state)} ${nameState(state)}`,
        colour: ({ state }) => colourState(state),
        fixed: true,
      },
      { title: 'exit', value: ({ exitCode }) => exitCode ?? '-', fixed: true },
      {
        title: 'duration',
        value: ({ durationMs }) => (durationMs === undefined ? '-' : formatDuration(durationMs)),
        fixed: true,
        optional: true,
      },
      {
        title: 'transaction',
        value: ({ transaction }) => (transaction === undefined ? '-' : shortenId(transaction)),
        fixed: true,
        optional: true,
      },
    ],
  });
}

/** A state in words: `timed-out` → `timed out`. */
export function nameState(state: StepOutcome['state']): string {
  return state.replace('-', ' ');
}

/** Tells states apart where there is no colour. */
export function markOf(state: StepOutcome['state'] | 'running'): string {
  if (state === 'running') return '▶';
  if (state === 'succeeded') return '✔';
  if (state === 'failure allowed') return '!';
  return state === 'skipped' ? '-' : '✖';
}

/** The colour a state is shown in everywhere. */
export function colourState(state: StepOutcome['state'] | 'running'): Colour {
  if (state === 'succeeded') return 'green';
  if (state === 'failure allowed') return 'yellow';
  return state === 'skipped' || state === 'running' ? 'dim' : 'red';
}

/** An image reference without the noise: digests to twelve digits. */
function shortenImage(image: string): string {
  return image.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/u, '$1');
}

/** Puts parts on one line, and on further ones, indented, where the terminal is too narrow. */
function joinParts(parts: readonly string[], { style, columns }: LineLook): string {
  const separator = ` ${style('·', 'dim')} `;
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : last + separator + part;
    if (last === undefined || columns === undefined || measureWidth(joined) <= columns) lines.splice(-1, 1, joined);
    else lines.push(`  ${part}`);
  }
  return lines.join('\n');
}
