// How ansible, terraform, helm, npm, python, compilers and shells begin to say what went wrong.
const ERROR =
  /^\s*(?:[│╷|] *)?(?:error|fatal|panic|failed|traceback|critical|npm err!?)\b(?!s?[ =:]*0\b)|\b(?:ERROR|FATAL|FAILED!|CRITICAL|UNREACHABLE!)|\b(?:error|fatal error|exception)(?:\[\w+\])?:|: (?:command not found|No such file or directory|Permission denied|Connection refused)\b/i;
const INNOCENT = /\b(?:failed|errors?)[=: ]+0\b|\b(?:0|no) (?:errors?|failures?|failed)\b|\bignor(?:ed|ing)\b/i;

/** True when a line says that something went wrong, as far as such a thing can be seen. */
export function looksLikeError(text: string): boolean {
  return ERROR.test(text) && !INNOCENT.test(text);
}

const ANSIBLE = /^((?:PLAY|TASK|RUNNING HANDLER|HANDLER) \[.*\]|PLAY RECAP) \*{3,}/;
const GROUP = /^(?:::group::|##\[group\])(.+)/;

/** The title of a part that a line begins: a task of Ansible, or a group as CI systems mark them. */
export function findHeading(text: string): string | undefined {
  const [, title] = ANSIBLE.exec(text) ?? GROUP.exec(text) ?? [];
  return title?.trim();
}
