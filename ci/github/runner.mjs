// What the scripts of action.yml know of the runner: docs.github.com/actions/reference/variables-reference and /workflow-commands-for-github-actions.
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place that goes with the job. */
export const temporary = (...names) => join(process.env.RUNNER_TEMP, ...names);

/** Appends to a file that the runner reads after the step; `variable` names it. */
export function tell(variable, text) {
  appendFileSync(process.env[variable], `${text}\n`);
}

/** What later steps see as `steps.ID.outputs.NAME`. */
export function output(name, value) {
  tell('GITHUB_OUTPUT', `${name}=${String(value).replaceAll(/[\r\n]/g, ' ')}`);
}

/** Ends the step with an annotation. */
export function fail(message, status) {
  console.log(`::error::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`);
  process.exit(status);
}

/** What a program prints; undefined where it fails. What it complains of is shown where that matters. */
export function ask(program, args, { shown = false } = {}) {
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1e9,
    // An answer, and no marks for the log.
    env: { ...process.env, POLYCRATE_CI: 'off' },
    stdio: ['ignore', 'pipe', shown ? 'inherit' : 'ignore'],
  });
  return status === 0 ? stdout : undefined;
}
