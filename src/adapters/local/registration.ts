import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { createRegistrar, type Job, MASK_HELPER_PROGRAM, MASKING, type RunningJob } from '../../run/index.ts';

const run = promisify(execFile);

export interface Registration extends Pick<Required<RunningJob>, 'onSecret'> {
  /** Takes nothing more; to be called when the job has ended. */
  readonly close: () => void;
}

/** Puts polycrate-mask and its entrance into a job's folder, and listens there. Rejects with what the disk or mkfifo(1) says. */
export async function openRegistration(
  folder: string,
  { searchPath, owner }: { readonly searchPath: string | undefined; readonly owner?: Job['user'] | undefined },
): Promise<Registration> {
  const entrance = path.join(folder, MASKING.entrance);
  const helper = path.join(folder, MASKING.helper);
  for (const file of [entrance, helper]) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await Promise.all([
    run('mkfifo', ['-m', '600', entrance], { env: { PATH: searchPath } }),
    writeFile(helper, MASK_HELPER_PROGRAM).then(() => chmod(helper, 0o755)),
  ]);
  if (owner !== undefined) {
    const made = [entrance, helper, path.dirname(entrance), path.dirname(helper)];
    for (const each of made) await chown(each, owner.uid, owner.gid);
  }
  const registrar = createRegistrar((id) => {
    answer(path.join(folder, `${MASKING.answer}${id}`));
  });
  // Opened for both directions it never ends, whoever comes and goes.
  const source = new Socket({ fd: openSync(entrance, constants.O_RDWR | constants.O_NONBLOCK), writable: false });
  readLines(source, registrar.take);
  source.unref();
  return {
    onSecret: registrar.onSecret,
    close: () => source.destroy(),
  };
}

function readLines(source: Socket, take: (line: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  source.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      take(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
  });
  source.on('error', () => undefined);
}

/** Wakes whoever waits there; nobody does when it has been killed. */
function answer(fifo: string): void {
  try {
    const fd = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(fd, '\n');
    closeSync(fd);
  } catch {
    // It is gone.
  }
}
