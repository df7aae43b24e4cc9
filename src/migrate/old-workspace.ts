import { dirname, join } from 'node:path';
import type { Problem } from '../errors.ts';
import {
  findBlockFiles,
  findWorkspace,
  parseFile,
  readText,
  rootsOf,
  WORKSPACE_FILE,
  type Files,
  type SourceFile,
} from '../workspace/index.ts';
import { collectBlocks, type OldBlock } from './old-blocks.ts';
import { topOf, type Spot } from './spot.ts';
import { readTextFile, readTexts, type TextFile } from './texts.ts';

/** A workspace as it stands on disk, readable even where the loader refuses it. */
export interface OldWorkspace {
  readonly folder: string;
  /** The top of workspace.poly. */
  readonly top: Spot;
  /** The top of every file, workspace.poly first. secrets.poly is not among them: its values may not be shown. */
  readonly tops: readonly Spot[];
  readonly blocks: readonly OldBlock[];
  /** Playbooks, templates and scripts below the blocks root. */
  readonly texts: readonly TextFile[];
  /** Names of what lies in the folder itself. */
  readonly listed: ReadonlySet<string>;
  readonly roots: ReturnType<typeof rootsOf>;
  /** True when something lies at a path relative to the folder, or at an absolute one. */
  readonly has: (path: string) => Promise<boolean>;
  /** The text of a file of the workspace; undefined when there is none. */
  readonly read: (path: string) => Promise<TextFile | undefined>;
}

/** Reads the workspace around `directory`; nothing is checked. Rejects with WORKSPACE_NOT_FOUND, or what stops a file from being read. */
export async function readOldWorkspace(
  directory: string,
  files: Files,
  { exact }: { readonly exact: boolean },
): Promise<OldWorkspace> {
  const folder = await findWorkspace(directory, files, { exact });
  const main = await parse(join(folder, WORKSPACE_FILE), files);
  const roots = rootsOf([main]);
  const excluded = [join(folder, roots.artifactsroot), join(folder, roots.logsroot)];
  const root = join(folder, roots.blocksroot);
  const { paths } = await findBlockFiles({ root, fileName: roots.blocksconfig, excluded }, files);
  const sources = await Promise.all(paths.map((path) => parse(path, files).catch(ignoreProblem)));
  const blockFiles = sources.filter((source) => source !== undefined);
  const top = topOf(main);
  const blocks = collectBlocks(top, blockFiles.map(topOf));
  const folders = blockFiles.map(({ path }) => dirname(path));
  const listed = await files.list(folder);
  const fullPath = (path: string) => (path.startsWith('/') ? path : join(folder, path));
  return {
    folder,
    top,
    tops: [top, ...blockFiles.map(topOf)],
    blocks,
    texts: await readTexts(root, folders, files),
    listed: new Set(listed.map(({ name }) => name)),
    roots,
    has: async (path) => (await files.inspect(fullPath(path)).catch(ignoreProblem)) !== undefined,
    read: async (path) => readTextFile(fullPath(path), files),
  };
}

async function parse(path: string, files: Files): Promise<SourceFile<unknown>> {
  return parseFile(path, (await readText(path, files)) ?? '').source;
}

/** What cannot be read is told by the loader, whose findings are part of the answer. */
function ignoreProblem(_problem: Problem): undefined {
  return undefined;
}
