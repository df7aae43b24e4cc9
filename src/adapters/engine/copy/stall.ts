import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Looks so often within the time allowed. */
const LOOKS = 4;

/**
 * Does `work` over a connection; rejects with what `describe` says, and cuts the connection, when not a byte has come or gone on it for
 * `limitMs`. A transfer may take as long as it likes, but one that stands still would be waited for without an end.
 */
export async function unlessStalled<T>(
  line: Duplex,
  work: Promise<T>,
  { limitMs, describe }: { readonly limitMs: number; readonly describe: () => Error },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stall = new Promise<never>((_resolve, reject) => {
    let [seen, still] = [-1, 0];
    timer = setInterval(() => {
      const { bytesRead, bytesWritten } = line as Duplex & Pick<Socket, 'bytesRead' | 'bytesWritten'>;
      still = bytesRead + bytesWritten === seen ? still + 1 : 0;
      seen = bytesRead + bytesWritten;
      if (still < LOOKS) return;
      reject(describe());
      line.destroy();
    }, limitMs / LOOKS);
  });
  try {
    return await Promise.race([work, stall]);
  } finally {
    clearInterval(timer);
  }
}
