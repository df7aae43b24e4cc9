import { join } from 'node:path';
import { Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import { NO_OUTSIDE_SETTINGS, type OutsideSettings } from './outside-settings.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { mapBounded } from './bounded.ts';
import { findBlockFiles } from './discover.ts';
import { findDuplicateBlocks, findDuplicates } from './duplicates.ts';
import { findWorkspace, WORKSPACE_FILE } from './find.ts';
import { settleFindings, warning } from './findings.ts';
import { findOddKind, findOddKinds } from './kinds.ts';
import type { Files, ParseCache } from './ports.ts';
import { readFile, usableSource } from './read-file.ts';
import { findMissingRoot, findOutsideRoots, findOutsideSettings, rootsOf } from './roots.ts';
import type { WrittenWorkspace } from './written.ts';

export interface LoadOptions {
  /** The folder is the workspace itself: those above it are not looked at. */
  readonly exact?: boolean;
  readonly cache?: ParseCache;
  /** What the user, the environment and the command line say about where things are. */
  readonly settings?: OutsideSettings;
}

const SECRETS_FILE = 'secrets.poly';
const AT_ONCE = 32;

/**
 * Reads the workspace that `directory` is in, or is: `workspace.poly`, `secrets.poly` and every block file. What is wrong in them is
 * among the findings and no longer in their values. Rejects, with one Problem that carries every error of every file, only when
 * `workspace.poly` is beyond use.
 */
export async function loadWorkspace(
  directory: string,
  files: Files,
  options: LoadOptions = {},
): Promise<WrittenWorkspace> {
  const folder = await findWorkspace(directory, files, options);
  const before = await options.cache?.open(folder);
  const tools = { files, before };
  const [main, secrets] = await Promise.all([
    readFile<WorkspaceFile>(join(folder, WORKSPACE_FILE), 'workspace', tools),
    // Never cached: secrets stay where they are.
    readFile<WorkspaceFile>(join(folder, SECRETS_FILE), 'secrets', { files, before: undefined }),
  ]);
  const { settings = NO_OUTSIDE_SETTINGS } = options;
  const roots = rootsOf([main.source, secrets.source], settings);
  const excluded = [join(folder, roots.artifactsroot), join(folder, roots.logsroot)];
  const found = await findBlockFiles(
    { root: join(folder, roots.blocksroot), fileName: roots.blocksconfig, excluded },
    files,
  );
  const blocks = await mapBounded(found.paths, AT_ONCE, (path) => readFile<BlockFile>(path, 'block', tools));

  const usable = [main, secrets].flatMap(usableSource);
  const usableBlocks = blocks.flatMap(usableSource);
  const read = [main, secrets, ...blocks];
  const findings = [
    ...read.flatMap((file) => file.findings),
    ...found.warnings.map(warning),
    ...findOutsideSettings(settings),
    ...(await findMissingRoot({ folder, root: roots.blocksroot, main: main.source, settings }, files)),
    ...usable.flatMap((file) => [...findDuplicates(file), ...findOutsideRoots(file, folder), ...findOddKinds(file)]),
    ...findDuplicateBlocks(usableBlocks),
    ...usableBlocks.flatMap((file) => findOddKind(file, [], file.value)),
  ];
  const [mainSource] = usableSource(main);
  if (mainSource === undefined) {
    settleFindings(findings);
    throw vanished(folder);
  }
  const [secretsSource] = usableSource(secrets);
  const paths = [join(folder, WORKSPACE_FILE), join(folder, SECRETS_FILE), ...found.paths];
  const texts = new Map(read.map(({ text }, index) => [paths[index] ?? '', text]));
  return {
    directory: folder,
    main: mainSource,
    secrets: secretsSource,
    blocks: usableBlocks,
    schemas: found.schemas,
    settings,
    before,
    textOf: (path) => texts.get(path),
    findings,
  };
}

function vanished(folder: string): Problem {
  return new Problem('WORKSPACE_NOT_FOUND', `${WORKSPACE_FILE} has just vanished from ${folder}`, {
    hint: 'run the command again',
  });
}
