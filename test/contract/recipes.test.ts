import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRecipes } from '../../src/adapters/recipe/index.ts';
import { isProblem } from '../../src/errors.ts';
import type { RecipePlace } from '../../src/plan/index.ts';

let directory = '';
let cache = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'polycrate-recipe-'));
  cache = await mkdtemp(path.join(tmpdir(), 'polycrate-recipe-cache-'));
});
afterEach(async () => {
  for (const folder of [directory, cache]) await rm(folder, { recursive: true, force: true });
});

/** Long enough ago to be believed by its dates. */
const SETTLED = new Date(Date.now() - 3_600_000);

async function lay(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await utimes(file, SETTLED, SETTLED);
  }
}

const place = (): RecipePlace => ({
  directory,
  file: 'Dockerfile.poly',
  withheld: ['**/secrets.poly', '**/id_ed25519', '**/.git', 'artifacts'],
});
const hash = () => createRecipes(cache).hash(place());
const open = (buildArgs: Record<string, string> = {}) => createRecipes(cache).open(place(), buildArgs);
const pathsOf = async () => (await open()).context.map((entry) => entry.path);

describe('the hash of a recipe', () => {
  test('is that of its own text and of what it copies, and of nothing else', async () => {
    await lay({ 'Dockerfile.poly': 'FROM x\nCOPY conf /c\n', 'conf/a': '1', other: '1' });
    const first = await hash();
    expect(await hash()).toBe(first);
    await lay({ other: '2', 'conf.txt': '2' });
    expect(await hash()).toBe(first);
    await lay({ 'conf/a': '2' });
    const second = await hash();
    expect(second).not.toBe(first);
    await lay({ 'conf/b': '' });
    expect(await hash()).not.toBe(second);
    await rm(path.join(directory, 'conf/b'));
    expect(await hash()).toBe(second);
    await lay({ 'Dockerfile.poly': 'FROM y\nCOPY conf /c\n' });
    expect(await hash()).not.toBe(second);
  });

  test('is the same in another folder, and without a cache', async () => {
    await lay({ 'Dockerfile.poly': 'FROM x\nCOPY conf /c\n', 'conf/a': '1' });
    const here = await hash();
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'polycrate-recipe-'));
    await mkdir(path.join(elsewhere, 'conf'));
    await writeFile(path.join(elsewhere, 'conf/a'), '1');
    await writeFile(path.join(elsewhere, 'Dockerfile.poly'), 'FROM x\nCOPY conf /c\n');
    expect(await createRecipes(undefined).hash({ ...place(), directory: elsewhere })).toBe(here);
    await rm(elsewhere, { recursive: true });
  });

  test('follows a recipe that is a link', async () => {
    await lay({ 'images/Own': 'FROM x\n' });
    await symlink('images/Own', path.join(directory, 'Dockerfile.poly'));
    const first = await hash();
    expect(await hash()).toBe(first);
    await lay({ 'images/Own': 'FROM y\n' });
    expect(await hash()).not.toBe(first);
  });

  test('is none where there is no recipe', async () => {
    expect(await hash()).toBeUndefined();
  });
});

describe('the context of a recipe', () => {
  test('is what it copies: folders, wildcards, bind mounts, the JSON form, through links that stay inside', async () => {
    await lay({
      'Dockerfile.poly': [
        '# COPY comment /',
        'ARG TOOLCHAIN=team/tools:1',
        'FROM $TOOLCHAIN AS one',
        'COPY --chown=1:1 ./conf/*.yml \\',
        '  deep/folder/ /etc/',
        'ADD ["with space.txt", "https://example.org/x", "/"]',
        'RUN --mount=type=bind,source=bound,target=/b --mount=type=cache,target=/c true',
        'COPY --from=one /nowhere /',
        'COPY --from=other/image:2 /nowhere /',
        'COPY <<EOF /document',
        'inline',
        'EOF',
        'COPY link /link',
      ].join('\n'),
      'conf/a.yml': '',
      'conf/b.txt': '',
      'deep/folder/x': '',
      'deep/other/x': '',
      'with space.txt': '',
      bound: '',
      'target/file': '',
    });
    await symlink('target', path.join(directory, 'link'));
    expect(await pathsOf()).toEqual([
      'bound',
      'conf/a.yml',
      'deep/folder',
      'deep/folder/x',
      'link',
      'target',
      'target/file',
      'with space.txt',
      'Dockerfile.poly',
    ]);
    expect((await open({ TOOLCHAIN: 'my/tools:2' })).bases).toEqual(['my/tools:2', 'other/image:2']);
  });

  test('has neither what is withheld, whatever .dockerignore says, nor what that leaves out', async () => {
    await lay({
      'Dockerfile.poly': 'FROM x\nCOPY . /all\n',
      '.dockerignore': 'notes\n!secrets.poly\n!artifacts\n# id\n!**/id_ed25519\nkept/*\n!kept/this\n',
      'secrets.poly': 'canary',
      'sub/SECRETS.poly': 'canary',
      'keys/id_ed25519': 'canary',
      'keys/id_ed25519.pub': '',
      'artifacts/secrets/token': 'canary',
      '.git/config': 'canary',
      'notes/x': '',
      'kept/this': '',
      'kept/that': '',
    });
    await symlink('../artifacts/secrets', path.join(directory, 'keys/link'));
    expect(await pathsOf()).toEqual([
      '.dockerignore',
      'kept',
      'kept/this',
      'keys',
      'keys/id_ed25519.pub',
      'keys/link',
      'sub',
      'Dockerfile.poly',
    ]);
  });

  test.each([
    ['secrets.poly', 'never part of a build', 'secrets.poly'],
    ['gone.txt', 'there is no gone.txt', undefined],
    ['left/out', 'left out by .dockerignore', 'left/out'],
  ])('COPY %s is refused with its line before anything is built', async (name, said, there) => {
    await lay({ 'Dockerfile.poly': `FROM x\n\nCOPY ${name} /\n`, '.dockerignore': 'left\n' });
    if (there !== undefined) await lay({ [there]: '' });
    const failure: unknown = await open().catch((error: unknown) => error);
    if (!isProblem(failure)) throw new Error('it should be refused');
    expect(failure).toMatchObject({ code: 'IMAGE_BUILD_FAILED', places: [{ line: 3, column: 6 }] });
    expect(failure.message).toContain(said);
  });
});
