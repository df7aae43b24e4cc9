import { describe, expect, test } from '@jest/globals';
import { readCommit, readGit } from '../../../src/record/git.ts';
import { parsePerson } from '../../../src/record/git-user.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const OTHER = 'f'.repeat(40);

const read = (files: Readonly<Record<string, string>>, env = {}) =>
  readGit('/repo/acme/.logs', { files: createMemoryFiles(files), home: '/home/ada', env });

describe('of the repository around a workspace', () => {
  test('branch, commit and user are read', async () => {
    const facts = await read({
      '/repo/.git/HEAD': 'ref: refs/heads/feature/x\n',
      '/repo/.git/refs/heads/feature/x': `${SHA}\n`,
      '/home/ada/.gitconfig': '[user]\n\tname = "Ada L."\n\temail = ada@example.com # work\n',
    });
    expect(facts).toEqual({ branch: 'feature/x', commit_before: SHA, user: 'Ada L.', email: 'ada@example.com' });
  });

  test('the commit is found among packed references', async () => {
    const facts = await read({
      '/repo/.git/HEAD': 'ref: refs/heads/main\n',
      '/repo/.git/packed-refs': `# pack-refs with: peeled\n${OTHER} refs/heads/mainline\n${SHA} refs/heads/main\n`,
    });
    expect(facts).toEqual({ branch: 'main', commit_before: SHA });
  });

  test('a worktree has its own HEAD and the branches of its repository', async () => {
    const facts = await read({
      '/repo/.git': 'gitdir: /else/.git/worktrees/repo\n',
      '/else/.git/worktrees/repo/HEAD': 'ref: refs/heads/topic\n',
      '/else/.git/worktrees/repo/commondir': '../..\n',
      '/else/.git/refs/heads/topic': `${SHA}\n`,
    });
    expect(facts).toMatchObject({ branch: 'topic', commit_before: SHA });
  });

  test('a detached HEAD has a commit and no branch, a new repository a branch and no commit', async () => {
    expect(await read({ '/repo/.git/HEAD': `${SHA}\n` })).toEqual({ commit_before: SHA });
    expect(await read({ '/repo/.git/HEAD': 'ref: refs/heads/main\n' })).toEqual({ branch: 'main' });
  });

  test('nothing is said where there is none', async () => {
    expect(await read({ '/other/.git/HEAD': `${SHA}\n` })).toBeUndefined();
    expect(await readCommit('/repo', createMemoryFiles({}))).toBeUndefined();
  });

  test('the environment has the last word about the user, then the repository', async () => {
    const files = {
      '/repo/.git/HEAD': `${SHA}\n`,
      '/repo/.git/config': '[user]\nname = Repo\nemail = r@example.com\n',
    };
    expect(await read(files, { GIT_AUTHOR_NAME: 'Env' })).toMatchObject({ user: 'Env', email: 'r@example.com' });
  });
});

test('a configuration of git is read as far as its user goes', () => {
  expect(parsePerson('[core]\nname = no\n[User]\nName = a\\"b ; c\n[user "x"]\nname = no\n')).toEqual({ user: 'a"b' });
});
