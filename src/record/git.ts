import type { Files } from '../workspace/index.ts';
import { readGitUser } from './git-user.ts';
import type { GitFacts } from './record.ts';

export interface Repository {
  /** Where HEAD and the index are. */
  readonly own: string;
  /** Where branches and the configuration are: the same, except in a worktree. */
  readonly common: string;
  readonly root: string;
}

export interface GitSurroundings {
  readonly files: Files;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Branch, commit and user of the repository around `directory`, read from its files; undefined where there is none. Never rejects. */
export async function readGit(directory: string, { files, home, env }: GitSurroundings): Promise<GitFacts | undefined> {
  try {
    const repository = await findRepository(directory, files);
    if (repository === undefined) return undefined;
    const [head, who] = await Promise.all([
      readHead(repository, files),
      readGitUser(`${repository.common}/config`, { files, home, env }),
    ]);
    const { branch, commit } = head;
    return {
      ...(branch === undefined ? {} : { branch }),
      ...(commit === undefined ? {} : { commit_before: commit }),
      ...who,
    };
  } catch {
    // A repository that may not be read is not a reason to run nothing.
    return undefined;
  }
}

/** The commit that is checked out now; undefined where there is none yet. Never rejects. */
export async function readCommit(directory: string, files: Files): Promise<string | undefined> {
  try {
    const repository = await findRepository(directory, files);
    return repository === undefined ? undefined : (await readHead(repository, files)).commit;
  } catch {
    return undefined;
  }
}

/** The nearest `.git` upwards: a folder, or a file that says where it is (gitrepository-layout(5)). */
export async function findRepository(directory: string, files: Files): Promise<Repository | undefined> {
  for (let root = directory; ; root = root.slice(0, root.lastIndexOf('/'))) {
    const path = `${root}/.git`;
    const info = await files.inspect(path);
    if (info?.kind === 'directory') return { own: path, common: await commonOf(path, files), root };
    const pointer = info?.kind === 'file' ? await line(path, files) : undefined;
    if (pointer?.startsWith('gitdir: ') === true) {
      const own = absolute(pointer.slice('gitdir: '.length), root);
      return { own, common: await commonOf(own, files), root };
    }
    if (root === '') return undefined;
  }
}

async function commonOf(own: string, files: Files): Promise<string> {
  const common = await line(`${own}/commondir`, files);
  return common === undefined ? own : absolute(common, own);
}

async function readHead(
  { own, common }: Repository,
  files: Files,
): Promise<{ readonly branch?: string; readonly commit?: string }> {
  const head = await line(`${own}/HEAD`, files);
  if (head === undefined) return {};
  if (!head.startsWith('ref: ')) return isCommit(head) ? { commit: head } : {};
  const ref = head.slice('ref: '.length);
  const loose = (await line(`${common}/${ref}`, files)) ?? (await line(`${own}/${ref}`, files));
  const commit = loose ?? (await packed(common, ref, files));
  // Where references are kept in a reftable, this is what HEAD says.
  const branch = ref.endsWith('/.invalid') ? undefined : ref.replace(/^refs\/heads\//, '');
  return { ...(branch === undefined ? {} : { branch }), ...(isCommit(commit) ? { commit } : {}) };
}

async function packed(common: string, ref: string, files: Files): Promise<string | undefined> {
  const text = (await files.read(`${common}/packed-refs`))?.toString('utf8') ?? '';
  const end = text.indexOf(` ${ref}\n`);
  return end === -1 ? undefined : text.slice(text.lastIndexOf('\n', end) + 1, end);
}

function isCommit(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text);
}

async function line(path: string, files: Files): Promise<string | undefined> {
  return (await files.read(path))?.toString('utf8').split('\n', 1)[0]?.trim();
}

function absolute(path: string, from: string): string {
  return path.startsWith('/') ? path : `${from}/${path}`;
}
