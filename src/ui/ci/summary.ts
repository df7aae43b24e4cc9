import type { Outcome, RunEvents } from '../../events.ts';
import { formatDuration } from '../human/duration.ts';
import { nameState } from '../human/lines.ts';
import { makeVisible } from '../human/visible.ts';

type State = RunEvents['workflow.finished']['steps'][number]['state'];

/** What a job summary says of a run: a line of Markdown. */
export function summariseRun({ block, action }: RunEvents['run.planned'], outcome: Outcome): string {
  return `${headline(`${block} ${action}`, outcome)}\n`;
}

/** What a job summary says of a workflow: a table of its steps in Markdown. */
export function summariseWorkflow(outcome: RunEvents['workflow.finished']): string {
  const rows = outcome.steps.map(({ step, block, action, state, exitCode, durationMs }) =>
    [
      `${markOf(state)} ${escape(step)}`,
      escape(`${block}/${action}`),
      nameState(state),
      exitCode === undefined ? '' : String(exitCode),
      durationMs === undefined ? '' : formatDuration(durationMs),
    ].join(' | '),
  );
  const table = [
    '| step | action | state | exit | duration |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ];
  return `${headline(`workflow ${outcome.workflow}`, outcome)}\n${table.join('\n')}\n\n`;
}

function headline(title: string, { state, exitCode, durationMs, cause }: Outcome): string {
  const facts = `${nameState(state)} · exit ${String(exitCode)} · ${formatDuration(durationMs)}`;
  const why = cause === undefined ? '' : `\n\n${escape(cause)}`;
  return `**${markOf(state)} ${escape(title)}** · ${facts}${why}\n`;
}

function markOf(state: State): string {
  if (state === 'succeeded') return '✅';
  if (state === 'failure allowed') return '⚠️';
  return state === 'skipped' ? '⏭️' : '❌';
}

function escape(text: string): string {
  return makeVisible(text).replaceAll(/[\\`*_{}[\]<>|#&~]/g, '\\$&');
}
