import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { unlessEcho } from '../echo.ts';
import type { Place, Problem } from '../../errors.ts';
import type { RunEvents } from '../../events.ts';
import { pathFrom } from '../findings/paths.ts';
import { formatDuration } from '../human/duration.ts';
import { nameState } from '../human/lines.ts';
import { formatCommand } from './command.ts';
import { createGuard } from './guard.ts';
import type { CiJob } from './job.ts';
import type { FinishedRun, Marks, Part } from './marks.ts';
import { summariseRun, summariseWorkflow } from './summary.ts';
import { createTail } from './tail.ts';

/** GitHub shows no more of them for one step of a job. */
const MOST_ANNOTATIONS = 10;

/**
 * Groups, annotations and a job summary, as docs.github.com/actions/reference/workflow-commands-for-github-actions describes them.
 * What an action prints is kept from being taken for commands.
 */
export function createGithubMarks(job: CiJob, directory: string, plain: Marks): Marks {
  const guard = createGuard(`polycrate-${randomBytes(12).toString('hex')}`);
  const tail = createTail();
  const failed = new Map<string, { readonly run: FinishedRun; readonly tail: string }>();
  let open: Part | undefined;
  let annotations = 0;

  const annotate = (severity: 'error' | 'warning', title: string, place: Place | undefined, text: string): string => {
    annotations += 1;
    if (annotations > MOST_ANNOTATIONS) return '';
    const file = place === undefined ? undefined : pathFrom(job.root ?? directory, place.file);
    return formatCommand(severity, { title, file, line: place?.line, col: place?.column }, text);
  };
  const summarise = (text: string): void => {
    try {
      if (job.summary !== undefined) appendFileSync(job.summary, text);
    } catch {
      // A page beside the log is not worth failing for.
    }
  };
  return {
    ...plain,
    begin(part, title) {
      if (open !== undefined) return title;
      open = part;
      return `::group::${title}`;
    },
    end(part) {
      if (open === undefined || (part !== undefined && open !== part)) return '';
      open = undefined;
      return '::endgroup::\n';
    },
    pass(stream, chunk) {
      tail.push(chunk);
      return guard.pass(stream, chunk);
    },
    release: () => guard.release(),
    finish(planned, run) {
      const last = tail.take();
      if (planned === undefined || planned.byHand !== undefined) return '';
      if (planned.workflow === undefined) summarise(summariseRun(planned, run));
      if (run.state === 'succeeded') return '';
      if (planned.workflow !== undefined) {
        failed.set(run.transaction, { run, tail: last });
        return '';
      }
      return annotate('error', `${planned.block} ${planned.action} ${nameState(run.state)}`, run.place, why(run, last));
    },
    finishWorkflow(outcome) {
      summarise(summariseWorkflow(outcome));
      const lines = outcome.steps.map((step) => annotateStep(step, failed.get(step.transaction ?? '')));
      return lines.filter(Boolean).join('\n');
    },
    tell: (severity, { code, message, hint, places: [place] }: Problem) =>
      annotate(severity, code, place, hint === undefined ? message : `${message}\nhint: ${hint}`),
  };

  function annotateStep(
    { step, state }: RunEvents['workflow.finished']['steps'][number],
    failure: { readonly run: FinishedRun; readonly tail: string } | undefined,
  ): string {
    if (failure === undefined) return '';
    const severity = state === 'failure allowed' ? 'warning' : 'error';
    return annotate(severity, `step ${step}: ${nameState(state)}`, failure.run.place, why(failure.run, failure.tail));
  }
}

function why({ exitCode, durationMs, cause }: FinishedRun, last: string): string {
  const facts = `exit ${String(exitCode)} after ${formatDuration(durationMs)}`;
  const said = unlessEcho(cause, last);
  return [facts, ...(said === undefined ? [] : [said]), ...(last === '' ? [] : ['', last])].join('\n');
}
