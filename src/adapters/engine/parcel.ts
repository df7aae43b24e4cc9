import { pack } from 'tar-stream';
import { type Job, MASK_HELPER_PROGRAM, MASKING } from '../../run/index.ts';

/** With `again` its container is tidied up after it and waits for another. */
export type SupervisorMode = 'plain' | 'stdin' | 'hold' | `${'plain' | 'stdin' | 'hold'} again`;

/** What goes into a container through its stdin: a first line for the supervisor and a tar of the job's environment, command and files. Nothing of it passes the engine's records. */
export async function packParcel(job: Job, mode: SupervisorMode, token: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: '.job', type: 'directory', mode: 0o700 });
  tar.entry({ name: 'home', type: 'directory', mode: 0o700 });
  const userName = job.userName.replaceAll(/[^\w.-]/g, '-');
  tar.entry({ name: '.job/command', mode: 0o600 }, joinStrings([userName, job.workingDirectory, ...job.command]));
  tar.entry(
    { name: '.job/env', mode: 0o600 },
    joinStrings(Object.entries(job.env).map(([name, value]) => `${name}=${value}`)),
  );
  tar.entry({ name: MASKING.entrance, type: 'fifo', mode: 0o600 });
  tar.entry({ name: MASKING.helper, mode: 0o755 }, MASK_HELPER_PROGRAM);
  for (const file of job.files) tar.entry({ name: file.path, mode: file.mode }, file.contents);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return Buffer.concat([Buffer.from(`${String(body.length)} ${token} ${mode}\n`), body]);
}

// As execve(2) takes them: strings that end with NUL, so every other byte may stand in them.
function joinStrings(strings: readonly string[]): string {
  return strings.map((text) => `${text}\0`).join('');
}
