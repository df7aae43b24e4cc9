import { splitLine } from './simple-commands.ts';

/** A file that a script runs: as written, and the line it stands in. */
export interface ScriptFile {
  readonly path: string;
  readonly line: string;
}

/** Such a command may change the folder, or bring files that nothing else in the script tells of. */
const OPAQUE =
  /\b(?:cd|pushd|popd|git|curl|wget|tar|unzip|make|npm|npx|pip3?|ln|cp|mv|rsync|scp|install|ansible-galaxy|eval)\b|<</;

const RUNS =
  /^\s*(?:(?<shell>bash|sh|source|\.)\s+(?:-[eux]+\s+)*|(?<python>python3?)\s+)?(?<path>[\w./-]+)(?=\s|$|[;&|])/;

/**
 * The files beside a block that a script plainly runs: at the beginning of a command, by a relative path without variables, while nothing
 * before it changes the folder, fetches anything or speaks of the file. Rather misses one than to name one that the script makes itself.
 */
export function filesRunBy(items: readonly string[]): ScriptFile[] {
  const found: ScriptFile[] = [];
  let before = '';
  for (const line of items.flatMap((item) => item.split('\n'))) {
    if (/^\s*#/.test(line)) continue;
    const { commands, isOpen } = splitLine(line);
    for (const command of commands) {
      const path = fileRunIn(command);
      if (path !== undefined && !isSpokenOf(path, before)) found.push({ path, line });
      if (OPAQUE.test(command)) return found;
      before += `${command}\n`;
    }
    if (isOpen || OPAQUE.test(line)) break;
    before += `${line}\n`;
  }
  return found;
}

function fileRunIn(command: string): string | undefined {
  const { shell, python, path = '' } = RUNS.exec(command)?.groups ?? {};
  if (path.startsWith('/') || path.startsWith('-') || path.endsWith('/')) return undefined;
  if (python !== undefined) return path.endsWith('.py') ? path : undefined;
  // A bare word is looked for in $PATH first.
  if (shell !== undefined) return /^[\w.-]+\/|\.(?:sh|bash)$/.test(path) ? path : undefined;
  return /^\.\.?\//.test(path) ? path : undefined;
}

function isSpokenOf(path: string, before: string): boolean {
  const names = path.split('/').filter((name) => !/^\.{0,2}$/.test(name));
  return [names[0], names.at(-1)].some((name) => name !== undefined && before.includes(name));
}
