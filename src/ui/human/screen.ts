import type { OutputStream } from '../../events.ts';
import type { Streams } from '../streams.ts';
import { createScreenModes } from './modes.ts';
import { truncate } from './width.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const SILENCE_MS = 10_000;
const ERASE_LINE = '\r\u001b[2K';

/** Says what is going on, given how long it has been going on. */
export type DescribeActivity = (elapsedMs: number) => string;

/** What a person sees: the action's bytes, our lines between them, and one line that tells what takes so long. */
export interface Screen {
  /** Passes the action's bytes on unchanged. A returned promise is back-pressure. */
  output(stream: OutputStream, chunk: Buffer): Promise<void> | undefined;
  /** Prints lines on stderr, never in the middle of a line of the action. `isAfterKey`: a key press may just have been echoed. */
  say(text: string, isAfterKey?: boolean): void;
  /** Until the next call: a live line on a terminal, elsewhere a plain line after every 10 s of silence. Undefined ends it. */
  follow(describe: DescribeActivity | undefined): void;
  /** The action has ended: undoes what a full-screen program that was cut off has done to the terminal. */
  endOutput(): void;
  /** Erases the live line and stops all timers. */
  close(): void;
}

/** Makes the screen of `streams`. Its timers never keep the process alive. */
export function createScreen(streams: Streams): Screen {
  const { stderr } = streams;
  const modes = createScreenModes();
  let isLineStart = true;
  let isDrawn = false;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  let describe: (() => string) | undefined;

  const erase = (): void => {
    if (isDrawn) void stderr.write(ERASE_LINE);
    isDrawn = false;
  };
  const draw = (): void => {
    if (describe === undefined || !isLineStart) return;
    const text = `${FRAMES[frame % FRAMES.length] ?? ''} ${describe()}`;
    void stderr.write(ERASE_LINE + truncate(text, (stderr.columns ?? 80) - 1));
    isDrawn = true;
    frame += 1;
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    describe = undefined;
    erase();
  };
  const screen: Screen = {
    output(stream, chunk) {
      erase();
      if (!stderr.canRewrite) timer?.refresh();
      if (stream === 'stderr' || streams.isOneScreen) isLineStart = endsLine(chunk, isLineStart);
      if (streams[stream].isTerminal) modes.observe(chunk);
      return streams[stream].write(chunk);
    },
    endOutput() {
      const restoring = modes.restore();
      if (restoring !== '') void (streams.stdout.isTerminal ? streams.stdout : stderr).write(restoring);
    },
    say(text, isAfterKey = false) {
      erase();
      // Keys are read one by one only while the terminal passes output on unprocessed, and a line feed alone does not go back.
      const end = isAfterKey && stderr.canRewrite ? '\r\n' : '\n';
      if (!isLineStart) void stderr.write(end);
      else if (isAfterKey && stderr.canRewrite) void stderr.write(ERASE_LINE);
      isLineStart = true;
      void stderr.write(text.endsWith('\n') ? text : `${text}${end}`);
      if (!stderr.canRewrite) timer?.refresh();
    },
    follow(activity) {
      stop();
      if (activity === undefined) return;
      const startedMs = performance.now();
      describe = () => activity(performance.now() - startedMs);
      timer = stderr.canRewrite
        ? setInterval(draw, FRAME_MS)
        : setInterval(() => {
            screen.say(`… ${activity(performance.now() - startedMs)}`);
          }, SILENCE_MS);
      timer.unref();
      if (stderr.canRewrite) draw();
    },
    close() {
      stop();
      screen.endOutput();
    },
  };
  return screen;
}

/** True when the cursor stands at the start of a line after `chunk`; colour changes at its end do not move it. */
function endsLine(chunk: Buffer, before: boolean): boolean {
  let end = chunk.length;
  while (end > 0 && chunk[end - 1] === 0x6d) {
    const escape = chunk.lastIndexOf(0x1b, end - 1);
    if (escape < 0 || !/^\[[\d;]*m$/u.test(chunk.toString('latin1', escape + 1, Math.min(end, escape + 32)))) break;
    end = escape;
  }
  return end === 0 ? before : chunk[end - 1] === 0x0a;
}
