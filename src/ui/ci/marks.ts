import type { OutputStream, Outcome, RunEvents } from '../../events.ts';
import type { Problem } from '../../errors.ts';
import { createGithubMarks } from './github.ts';
import { createGitlabMarks } from './gitlab.ts';
import type { CiJob } from './job.ts';

/** What is told of an image belongs to one part of the log, each step of a workflow to another. Parts do not lie in each other. */
export type Part = 'image' | 'step';

/** How a log is divided and marked for the system that shows it. Texts are lines to print, `''` for none. */
export interface Marks {
  /** The title of a part, so that the part begins with it. */
  begin(part: Part, title: string): string;
  /** What stands before the first line after a part; of whichever is open when none is named. */
  end(part?: Part): string;
  /** Output of an action on its way into the log. */
  pass(stream: OutputStream, chunk: Buffer): Buffer;
  /** What has to follow the output of an action, and where. */
  release(): { readonly stream: OutputStream; readonly chunk: Buffer } | undefined;
  /** Lines about a run that has ended, after its last line. */
  finish(planned: RunEvents['run.planned'] | undefined, outcome: FinishedRun): string;
  /** The same about a workflow. */
  finishWorkflow(outcome: RunEvents['workflow.finished']): string;
  /** Lines about a failure or a warning, after those for people. */
  tell(severity: 'error' | 'warning', problem: Problem): string;
}

export type FinishedRun = Outcome & Pick<RunEvents['run.finished'], 'place'>;

/** The marks for a job; where there is none, or an unknown one, only blank lines between steps. */
export function createMarks(job: CiJob | undefined, directory: string): Marks {
  if (job?.system === 'github') return createGithubMarks(job, directory, NO_MARKS);
  return job?.system === 'gitlab' ? createGitlabMarks(NO_MARKS) : NO_MARKS;
}

const NO_MARKS: Marks = {
  begin: (part, title) => (part === 'step' ? `\n${title}` : title),
  end: () => '',
  pass: (_stream, chunk) => chunk,
  release: () => undefined,
  finish: () => '',
  finishWorkflow: () => '',
  tell: () => '',
};
