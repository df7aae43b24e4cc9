import type { ReadStream, WriteStream } from 'node:tty';
import type { StopSignal, Terminal } from '../../run/index.ts';

const CTRL_C = 0x03;

/** The caller's terminal; `interrupt` hears a Ctrl-C that is not passed to the action. */
export function createTerminal(
  input: ReadStream,
  output: WriteStream,
  interrupt: (signal: StopSignal) => void,
): Terminal {
  const size = () => ({ columns: output.columns, rows: output.rows });
  return {
    size,
    onResize(listener) {
      const tell = (): void => {
        listener(size());
      };
      output.on('resize', tell);
      return () => output.off('resize', tell);
    },
    takeInput(target, { passInterrupt }) {
      const pass = (chunk: Buffer): void => {
        if (!passInterrupt && chunk.includes(CTRL_C)) interrupt('SIGINT');
        else target.write(chunk);
      };
      const restore = (): void => {
        input.setRawMode(false);
      };
      // An unexpected exit must not leave the user's shell without echo.
      process.once('exit', restore);
      input.setRawMode(true);
      passOutputUnchanged(input);
      input.on('data', pass);
      // A step of a workflow before has paused it, and then a listener alone lets nothing flow.
      input.resume();
      return {
        [Symbol.dispose]() {
          process.off('exit', restore);
          input.off('data', pass);
          input.pause();
          restore();
        },
      };
    },
  };
}

/** Node's raw mode still adds a carriage return to every line feed, under the hands of programs that draw the screen themselves. Leaving raw mode undoes it. */
function passOutputUnchanged(input: ReadStream): void {
  // Not imported: it takes 1.5 ms of every start, and few commands have a terminal to take over.
  process.getBuiltinModule('node:child_process').spawnSync('stty', ['-opost'], { stdio: [input, 'ignore', 'ignore'] });
}
