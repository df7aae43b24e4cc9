import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isProblem, type Problem } from '../../src/errors.ts';
import { openWorkspace } from '../../src/pipeline.ts';
import { checkFiles } from '../../src/plan/index.ts';
import { withoutEchoes } from '../../src/resolve/index.ts';
import { createMemoryFiles } from '../fakes/memory-files.ts';
import { told } from '../fakes/workspaces.ts';
import { applyHint } from './apply-hint.ts';
import { expectGolden } from './golden.ts';

type Edit = readonly [old: string, new: string];
/** What somebody did: in which file, what was there, what they wrote; what they are told, and the fix where the hint is for people. */
export type Mistake = readonly [
  title: string,
  file: string,
  old: string,
  written: string,
  told: string,
  fix?: Edit | typeof BACK,
];
type Workspace = Readonly<Record<string, string>>;

/** The fix that a hint for people describes is what was there before. */
export const BACK = 'back';
/** In place of `old`: the whole file. */
export const ALL = '*';

const root = join(import.meta.dirname, '../fixtures/workspaces/platform');
/** The workspace that the mistakes are made in, below /ws. */
export const PLATFORM: Workspace = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name) => [`/ws/${name}`, readFileSync(join(root, name), 'utf8')]),
);

const parseCache = {
  open: () => Promise.resolve({ get: () => undefined, put: () => undefined, keep: () => Promise.resolve() }),
};

/** All that `polycrate validate --strict` finds in a workspace. */
export async function validate(workspace: Workspace): Promise<readonly Problem[]> {
  const files = createMemoryFiles(workspace);
  try {
    const world = { files, parseCache, host: { version: '1.0.0' } };
    const { workspace: resolved, findings, written } = await openWorkspace('/ws', world, { strict: true });

    const found = withoutEchoes(await checkFiles(resolved, files, '/home/ada'), { ...written, findings });
    return [...findings, ...found].map(({ problem }) => problem);
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return [cause, ...cause.others];
  }
}

/** One test for each: exactly this is told, and doing what the hint says leaves nothing to find. The texts are held by a golden file. */
export function testMistakes(golden: string, mistakes: readonly Mistake[]): void {
  const texts: string[] = [];
  test.each(mistakes.map((mistake) => [mistake[0], mistake] as const))('%s', async (title, mistake) => {
    const [, name, old, written, expected, fix] = mistake;
    const file = `/ws/${name}`;
    const text = replaceOnce(PLATFORM[file] ?? '', old, written);
    const [problem, ...others] = await validate({ ...PLATFORM, [file]: text });
    expect(others.map(told)).toEqual([]);
    const [place] = problem?.places ?? [];
    expect(`${problem?.code ?? ''} ${place?.file.slice(4) ?? ''}:${String(place?.line)}:${String(place?.column)}`).toBe(
      expected,
    );
    const { hint = '', message = '' } = problem ?? {};
    texts.push(`${title}\n  ${message}\n  ${hint}\n`);
    const broken = { ...PLATFORM, [file]: text };
    const mended =
      fix === undefined ? followHint(problem, broken) : { ...PLATFORM, [file]: fixByHand(file, text, fix) };
    expect((await validate(mended)).map(told)).toEqual([]);
  });

  test('the words of all of them', () => {
    expectGolden(golden, texts.join('\n'));
  });
}

/** The workspace after what the hint says; fails where only a person could do it. */
function followHint(problem: Problem | undefined, broken: Workspace): Workspace {
  const { hint = '', places: [place] = [] } = problem ?? {};
  const applied = place === undefined ? undefined : applyHint(hint, place, broken[place.file] ?? '');
  if (place === undefined || applied === undefined) throw new Error(`only a person can do this: ${hint}`);
  return { ...broken, [place.file]: applied };
}

function fixByHand(file: string, text: string, fix: Edit | typeof BACK): string {
  return fix === BACK ? (PLATFORM[file] ?? '') : replaceOnce(text, ...fix);
}

function replaceOnce(text: string, old: string, written: string): string {
  if (old === ALL) return written;
  expect({ old, times: text.split(old).length - 1 }).toEqual({ old, times: 1 });
  return text.replace(old, () => written);
}
