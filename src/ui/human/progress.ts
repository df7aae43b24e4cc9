import type { RunEvent } from '../../events.ts';
import { formatDuration } from './duration.ts';
import type { Marks } from '../ci/marks.ts';
import type { Screen } from './screen.ts';
import type { Style } from './style.ts';
import { makePlain, makeVisible } from './visible.ts';

const TAIL_LINES = 20;

/** Everything told about an image before an action can start. */
export type ImageEvent = Extract<RunEvent, { readonly name: `image.${string}` }>;
type BuildStep = Extract<RunEvent, { readonly name: 'image.buildProgressed' }>;

export interface ProgressLook {
  readonly style: Style;
  readonly marks: Pick<Marks, 'begin' | 'end'>;
  readonly isQuiet: () => boolean;
  readonly isVerbose: () => boolean;
}

/** True for the events of pulls and builds. */
export function isImageEvent(event: RunEvent): event is ImageEvent {
  return event.name.startsWith('image.');
}

/** Follows pulls and builds of images; steps are told when they end, a failed step with the last lines it wrote. */
export function createProgress(
  screen: Screen,
  { style, marks, isQuiet, isVerbose }: ProgressLook,
): (event: ImageEvent) => void {
  const running = new Set<string>();
  const tails = new Map<string, string[]>();
  let startedMs: number | undefined;
  let cached = 0;
  let status = '';

  const say = (text: string): void => {
    if (!isQuiet()) screen.say(text);
  };
  const begin = (title: string, verb: string, describe: () => string): void => {
    startedMs = performance.now();
    say(marks.begin('image', title));
    if (isQuiet()) return;
    screen.follow((elapsedMs) => {
      const now = describe();
      return `${verb} · ${formatDuration(elapsedMs)}${now === '' ? '' : ` · ${now}`}`;
    });
  };
  const describeSteps = (): string => {
    const [first = '', ...others] = running;
    return others.length === 0 ? first : `${first} (+${String(others.length)} more)`;
  };
  const progressBuild = ({ step, state, elapsedMs }: BuildStep): void => {
    const title = makePlain(step);
    if (state === 'running') {
      running.add(title);
      return;
    }
    running.delete(title);
    if (state === 'cached') cached += 1;
    if (state === 'done') say(`  ${style('✔', 'green')} ${title}  ${style(formatDuration(elapsedMs), 'dim')}`);
    if (state === 'cached' && isVerbose()) say(`  ${style('✔', 'green')} ${title}  ${style('cached', 'dim')}`);
    if (state === 'failed') {
      const tail = (tails.get(step) ?? []).map((line) => `    ${style('|', 'dim')} ${line}`.trimEnd());
      screen.say(
        [
          `  ${style('✖', 'red')} ${title}  ${style(formatDuration(elapsedMs), 'dim')}`,
          ...(isVerbose() ? [] : tail),
        ].join('\n'),
      );
    }
    tails.delete(step);
  };
  const log = (step: string, text: string): void => {
    const lines = text
      .replace(/\r?\n$/u, '')
      .split('\n')
      .map(makePlain);
    if (isVerbose()) say(lines.map((line) => `    ${style('|', 'dim')} ${line}`.trimEnd()).join('\n'));
    tails.set(step, [...(tails.get(step) ?? []), ...lines].slice(-TAIL_LINES));
  };

  return (event) => {
    switch (event.name) {
      case 'image.pullStarted':
        status = '';
        begin(`pulling ${makeVisible(event.reference)}`, 'pulling', () => status);
        break;
      case 'image.pullProgressed':
        status = makePlain(event.status);
        if (isVerbose()) say(`  ${style(status, 'dim')}`);
        break;
      case 'image.buildStarted':
        cached = 0;
        running.clear();
        begin(`building ${makeVisible(event.reference)} (${makeVisible(event.reason)})`, 'building', describeSteps);
        break;
      case 'image.buildProgressed':
        progressBuild(event);
        break;
      case 'image.buildLogged':
        log(event.step, event.text);
        break;
      case 'image.ready': {
        screen.follow(undefined);
        const reused = cached === 0 ? '' : `, ${String(cached)} ${cached === 1 ? 'step' : 'steps'} cached`;
        if (startedMs !== undefined)
          say(
            `${marks.end('image')}${style('✔', 'green')} image ready · ${formatDuration(performance.now() - startedMs)}${reused}`,
          );
        else if (isVerbose()) say(style(`image ${makeVisible(event.reference)} ${event.digest}`, 'dim'));
        startedMs = undefined;
        break;
      }
      default:
        event satisfies never;
    }
  };
}
