import type { Job } from '../../run/index.ts';

/** With `again` its container is tidied up after it and waits for another. */
export type SupervisorMode = 'plain' | 'stdin' | 'hold' | `${'plain' | 'stdin' | 'hold'} again`;

/** What goes into a container through its stdin: a first line for the supervisor and the job's environment, command and files, as unpack.ts takes them. Nothing of it passes the engine's records. */
export function packParcel(job: Job, mode: SupervisorMode, token: string): Buffer {
  const userName = job.userName.replaceAll(/[^\w.-]/g, '-');
  const environment = Object.entries(job.env).map(([name, value]) => `${name}=${value}`);
  const files: Job['files'] = [
    { path: '.job/command', mode: 0o600, contents: joinStrings([userName, job.workingDirectory, ...job.command]) },
    { path: '.job/env', mode: 0o600, contents: joinStrings(environment) },
    ...job.files,
  ];
  const first = `${String(files.length)} ${token} ${mode}\n`;
  return Buffer.from(first + files.map(packFile).join(''));
}

function packFile({ path, mode, contents }: Job['files'][number]): string {
  const text = contents.replaceAll('\\', '\\\\').replaceAll('\0', '\\0000');
  return `${mode.toString(8).padStart(4, '0')} ${String(Buffer.byteLength(text))} ${path}\n${text}`;
}

// As execve(2) takes them: strings that end with NUL, so every other byte may stand in them.
function joinStrings(strings: readonly string[]): string {
  return strings.map((text) => `${text}\0`).join('');
}
