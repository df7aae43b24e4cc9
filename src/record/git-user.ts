import type { GitSurroundings } from './git.ts';
import type { GitFacts } from './record.ts';

type Person = Pick<GitFacts, 'user' | 'email'>;

/**
 * Who commits would be by: the environment, else the repository's configuration, else the user's own (git-config(1), FILES).
 * Includes of other files are not followed.
 */
export async function readGitUser(repositoryConfig: string, { files, home, env }: GitSurroundings): Promise<Person> {
  const xdg = env['XDG_CONFIG_HOME'];
  const paths = [
    repositoryConfig,
    `${home}/.gitconfig`,
    `${xdg === undefined || xdg === '' ? `${home}/.config` : xdg}/git/config`,
  ];
  const texts = await Promise.all(paths.map((path) => files.read(path).catch(() => undefined)));
  const found = texts.map((text) => (text === undefined ? {} : parsePerson(text.toString('utf8'))));
  const own = { user: env['GIT_AUTHOR_NAME'], email: env['GIT_AUTHOR_EMAIL'] };
  const [user, email] = (['user', 'email'] as const).map((key) => [own, ...found].find((each) => each[key])?.[key]);
  return { ...(user ? { user } : {}), ...(email ? { email } : {}) };
}

/** `name` and `email` below `[user]`; of several the last. */
export function parsePerson(text: string): Person {
  let isUser = false;
  const person: { user?: string; email?: string } = {};
  for (const line of text.split('\n')) {
    const section = /^\s*\[([^\]"]*)("?)/.exec(line);
    if (section !== null) isUser = section[1]?.trim().toLowerCase() === 'user' && section[2] === '';
    const [, key = '', value = ''] = /^\s*(name|email)\s*=\s*(.*)$/i.exec(line) ?? [];
    if (isUser && key !== '') person[key.toLowerCase() === 'name' ? 'user' : 'email'] = valueOf(value);
  }
  return person;
}

/** Without a comment, quotes and escapes. */
function valueOf(text: string): string {
  const [value = ''] = /^(?:"(?:[^"\\]|\\.)*"|[^#;"\\]|\\.)*/.exec(text.trim()) ?? [];
  return value
    .trim()
    .replaceAll(/(?<!\\)"/g, '')
    .replaceAll(/\\(.)/g, '$1');
}
