import type { Problem } from '../../errors.ts';
import type { RunEvent, RunEvents } from '../../events.ts';
import { askPerson } from '../ask.ts';
import type { Renderer, RendererOptions } from '../renderer.ts';
import type { Streams } from '../streams.ts';
import { formatDuration } from './duration.ts';
import {
  formatFarewell,
  formatFooter,
  formatHeader,
  formatStep,
  formatWorkflowHeader,
  tabulateSteps,
  type LineLook,
} from './lines.ts';
import { formatProblem, formatWarning, type ProblemLook } from './problem.ts';
import { createProgress, isImageEvent } from './progress.ts';
import { createScreen } from './screen.ts';
import { showView } from './show.ts';
import { createStyle } from './style.ts';
import { drawTable } from './table.ts';
import { makeVisible } from './visible.ts';

/** Source lines beside a problem are cut to this where no terminal says how wide it is. */
const SOURCE_COLUMNS = 160;

/** Tells a run and its answers to a person. The action's bytes go through untouched; everything of ours goes to stderr. */
export function createHumanRenderer(streams: Streams, options: RendererOptions): Renderer {
  const { isQuiet, isVerbose } = options;
  const style = createStyle(streams.stderr.colour);
  const screen = createScreen(streams);
  const progress = createProgress(screen, { style, isQuiet, isVerbose });
  const planned = new Map<string, RunEvents['run.planned']>();
  const warned = new Set<string>();

  const lines = (): LineLook => ({ style, columns: streams.stderr.columns });
  const problems = (): ProblemLook => ({ ...options, style, columns: streams.stderr.columns ?? SOURCE_COLUMNS });
  const say = (text: string): void => {
    if (!isQuiet()) screen.say(text);
  };
  const explain = (text: string): void => {
    if (isVerbose()) say(style(makeVisible(text), 'dim'));
  };
  const warn = (problem: Problem): void => {
    const warning = formatWarning(problem, problems());
    if (!warned.has(warning)) say(warning);
    warned.add(warning);
  };
  const plan = (event: RunEvents['run.planned']): void => {
    planned.set(event.transaction, event);
    // A command by hand is as quiet as it would be without us.
    if (event.byHand === 'exec' && !isVerbose()) return;
    if (event.workflow === undefined || isVerbose()) say(formatHeader(event, lines()));
  };
  /** Long silence is broken only in CI, where it ends jobs; elsewhere an action's output stays its own. */
  const breakSilence = (): void => {
    const [last] = [...planned.values()].slice(-1);
    if (!streams.ci || isQuiet() || last === undefined) return;
    const title = makeVisible(`${last.block} ${last.action}`);
    screen.follow((elapsedMs) => `${title} is running · ${formatDuration(elapsedMs)}`);
  };
  const finish = (outcome: RunEvents['run.finished']): void => {
    const plannedRun = planned.get(outcome.transaction);
    const hasOwnHint = plannedRun?.record !== undefined && plannedRun.workflow === undefined;
    screen.follow(undefined);
    if (plannedRun?.byHand === 'exec' && outcome.cause === undefined && !isVerbose()) return;
    const footer = plannedRun?.byHand === 'shell' ? formatFarewell : formatFooter;
    say(footer(outcome, hasOwnHint, lines()));
  };
  const finishWorkflow = (outcome: RunEvents['workflow.finished']): void => {
    const hasRecords = [...planned.values()].some(({ record }) => record !== undefined);
    const table = drawTable(tabulateSteps(outcome.steps), style, streams.stderr.columns);
    screen.follow(undefined);
    say(`\n${table.join('\n')}\n${formatFooter(outcome, hasRecords, lines())}`);
  };

  const event = (happened: RunEvent): Promise<void> | undefined => {
    if (isImageEvent(happened)) {
      progress(happened);
      return undefined;
    }
    switch (happened.name) {
      case 'output.written':
        return screen.output(happened.stream, happened.chunk);
      case 'workspace.defaulted':
        say(style(`workspace ${makeVisible(happened.workspace)}, your default (polycrate workspace use)`, 'dim'));
        break;
      case 'run.planned':
        plan(happened);
        break;
      case 'run.warned':
        warn(happened.problem);
        break;
      case 'run.finished':
        finish(happened);
        break;
      case 'engine.found':
        explain(`engine at ${happened.endpoint}`);
        break;
      case 'container.started':
        explain(`container ${happened.container} (${happened.id.slice(0, 12)})`);
        breakSilence();
        break;
      case 'signal.forwarded':
        if (!isQuiet()) screen.say(`${happened.signal} sent to the action: ${makeVisible(happened.reason)}`, true);
        break;
      case 'workflow.started':
        say(formatWorkflowHeader(happened, lines()));
        break;
      case 'workflow.stepStarted':
        say(`\n${formatStep(happened, lines())}`);
        break;
      case 'workflow.finished':
        finishWorkflow(happened);
        break;
      default:
        happened satisfies never;
    }
    return undefined;
  };

  return {
    event,
    async result(view) {
      screen.follow(undefined);
      const note = await showView(view, streams.stdout, createStyle(streams.stdout.colour));
      if (note !== undefined) say(makeVisible(note));
    },
    async problem(problem) {
      screen.follow(undefined);
      screen.say(formatProblem(problem, problems()));
      await streams.stderr.flush().catch(() => undefined);
    },
    ask(question, signal) {
      screen.follow(undefined);
      return askPerson(question, streams, signal);
    },
    async close() {
      screen.close();
      await Promise.all([streams.stdout.flush(), streams.stderr.flush()]);
    },
  };
}
