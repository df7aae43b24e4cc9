import { isProblem, type Problem } from '../../errors.ts';
import type { RunEvent, RunEvents } from '../../events.ts';
import { askPerson } from '../ask.ts';
import { guardAnswer } from '../ci/guard-answer.ts';
import { unlessEcho } from '../echo.ts';
import { createMarks } from '../ci/marks.ts';
import { createTail } from '../ci/tail.ts';
import type { Renderer, RendererOptions } from '../renderer.ts';
import type { Streams } from '../streams.ts';
import { formatDuration } from './duration.ts';
import {
  formatFarewell,
  formatAttempt,
  formatFooter,
  formatHeader,
  formatStep,
  formatWorkflowHeader,
  tabulateSteps,
  type LineLook,
} from './lines.ts';
import { formatProblem, formatWarning, listFindings, type ProblemLook } from './problem.ts';
import { createCopying, formatBundling } from './copying.ts';
import { formatSignal } from './signal.ts';
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
  const marks = createMarks(streams.ci, options.directory);
  const progress = createProgress(screen, { style, marks, isQuiet, isVerbose });
  const planned = new Map<string, RunEvents['run.planned']>();
  const warned = new Set<string>();
  const tail = createTail();

  const lines = (): LineLook => ({ style, columns: streams.stderr.columns, directory: options.directory });
  const problems = (): ProblemLook => ({ ...options, style, columns: streams.stderr.columns ?? SOURCE_COLUMNS });
  const say = (text: string): void => {
    if (!isQuiet()) screen.say(text);
  };
  const sayAll = (...texts: readonly string[]): void => {
    const told = texts.filter((text) => text !== '').join('\n');
    if (told !== '') say(told);
  };
  const explain = (text: string): void => {
    if (isVerbose()) say(style(makeVisible(text), 'dim'));
  };
  const copying = createCopying(screen, explain);
  const warn = (problem: Problem): void => {
    const warning = formatWarning(problem, problems());
    if (!warned.has(warning)) sayAll(warning, marks.tell('warning', problem));
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
    if (streams.ci === undefined || isQuiet() || last === undefined) return;
    const title = makeVisible(`${last.block} ${last.action}`);
    screen.follow((elapsedMs) => `${title} is running · ${formatDuration(elapsedMs)}`);
  };
  /** Back to lines of ours: what an action prints may have been kept apart from them. */
  const endOutput = (): string => {
    screen.follow(undefined);
    const release = marks.release();
    if (release !== undefined) void screen.output(release.stream, release.chunk);
    screen.endOutput();
    return marks.end();
  };
  const finish = (outcome: RunEvents['run.finished']): void => {
    const plannedRun = planned.get(outcome.transaction);
    const hasOwnHint = plannedRun?.record !== undefined && plannedRun.workflow === undefined;
    const before = endOutput();
    if (plannedRun?.byHand === 'exec' && outcome.cause === undefined && !isVerbose()) return;
    const { cause: full, ...rest } = outcome;
    const cause = unlessEcho(full, tail.take());
    const shown = { ...rest, ...(cause === undefined ? {} : { cause }) };
    const footer = plannedRun?.byHand === 'shell' ? formatFarewell : formatFooter;
    sayAll(before + footer(shown, hasOwnHint, lines()), marks.finish(plannedRun, outcome));
  };
  const finishWorkflow = (outcome: RunEvents['workflow.finished']): void => {
    const hasRecords = [...planned.values()].some(({ record }) => record !== undefined);
    const table = drawTable(tabulateSteps(outcome.steps), style, streams.stderr.columns);
    const before = endOutput();
    const footer = formatFooter(outcome, hasRecords, lines());
    sayAll(`${before}\n${table.join('\n')}\n${footer}`, marks.finishWorkflow(outcome));
  };

  const event = (happened: RunEvent): Promise<void> | undefined => {
    if (isImageEvent(happened)) {
      progress(happened);
      return undefined;
    }
    switch (happened.name) {
      case 'output.written':
        tail.push(happened.chunk);
        return screen.output(happened.stream, marks.pass(happened.stream, happened.chunk));
      case 'workspace.defaulted':
        say(style(`workspace ${makeVisible(happened.workspace)}, your default (polycrate workspace use)`, 'dim'));
        break;
      case 'lock.awaited':
        say(style(`waiting: ${makeVisible(happened.reason)}`, 'dim'));
        if (!isQuiet()) screen.follow((elapsedMs) => `waiting · ${formatDuration(elapsedMs)}`);
        break;
      case 'lock.taken':
        screen.follow(undefined);
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
      case 'toolchain.unlocked':
        // Whoever cannot answer is no person, and a log needs no advice.
        if (streams.canAsk) say(style('polycrate toolchain lock pins this toolchain for everybody', 'dim'));
        break;
      case 'copy.progressed':
      case 'copy.finished':
        copying(happened);
        break;
      case 'bundle.progressed':
        if (!isQuiet()) screen.follow(() => formatBundling(happened));
        break;
      case 'container.started':
        explain(`container ${happened.container} (${happened.id.slice(0, 12)})`);
        breakSilence();
        break;
      case 'signal.forwarded':
        if (!isQuiet()) screen.say(formatSignal(happened), true);
        break;
      case 'attempt.failed':
        say(formatAttempt(happened, lines()));
        break;
      case 'workflow.started':
        say(formatWorkflowHeader(happened, lines()));
        break;
      case 'workflow.stepStarted':
        say(marks.begin('step', formatStep(happened, lines())));
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
      const sink = guardAnswer(view, streams.stdout, marks);
      const note = await showView(view, sink, createStyle(streams.stdout.colour));
      const release = marks.release();
      if (release !== undefined) await streams[release.stream].write(release.chunk);
      if (note !== undefined) say(makeVisible(note));
    },
    async problem(problem) {
      screen.say(endOutput() + formatProblem(problem, problems()));
      if (isProblem(problem)) sayAll(...listFindings(problem).map((finding) => marks.tell('error', finding)));
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
