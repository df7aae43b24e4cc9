import { join } from 'node:path';
import { isProblem, Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import { validateBlock, validateWorkspace } from '../schema/generated/validators.js';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { mapBounded } from './bounded.ts';
import type { FileKind } from './breaches.ts';
import { checkFile } from './check.ts';
import { findBlockFiles } from './discover.ts';
import { findDuplicateBlocks, findDuplicates } from './duplicates.ts';
import { findWorkspace, WORKSPACE_FILE } from './find.ts';
import { error, type Finding, isError, settleFindings, warning } from './findings.ts';
import { findOddKind, findOddKinds } from './kinds.ts';
import { parseFile } from './parse.ts';
import type { Files, ParseCache, ParsedBefore } from './ports.ts';
import { parseQuickly } from './quick.ts';
import { fingerprint, recallSource, survivesJson } from './recall.ts';
import { findOutsideRoots, rootsOf } from './roots.ts';
import { readText } from './text.ts';
import type { SourceFile, WrittenWorkspace } from './written.ts';

export interface LoadOptions {
  /** The folder is the workspace itself: those above it are not looked at. */
  readonly exact?: boolean;
  readonly cache?: ParseCache;
}

interface LoadedFile<T> {
  /** What can be believed of it. */
  readonly source: SourceFile<T> | undefined;
  readonly findings: readonly Finding[];
  /** True when it may define names that nobody knows now. */
  readonly lacksNames: boolean;
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
    loadFile<WorkspaceFile>(join(folder, WORKSPACE_FILE), 'workspace', tools),
    // Never cached: secrets stay where they are.
    loadFile<WorkspaceFile>(join(folder, SECRETS_FILE), 'secrets', { files, before: undefined }),
  ]);
  const roots = rootsOf(main.source);
  const excluded = [join(folder, roots.artifactsroot), join(folder, roots.logsroot)];
  const found = await findBlockFiles(
    { root: join(folder, roots.blocksroot), fileName: roots.blocksconfig, excluded },
    files,
  );
  const blocks = await mapBounded(found.paths, AT_ONCE, (path) => loadFile<BlockFile>(path, 'block', tools));

  const usable = [main, secrets].flatMap(usableSource);
  const usableBlocks = blocks.flatMap(usableSource);
  const read = [main, secrets, ...blocks];
  const findings = [
    ...read.flatMap((file) => file.findings),
    ...found.unreadable.map(warning),
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
  return {
    directory: folder,
    main: mainSource,
    secrets: secretsSource,
    blocks: usableBlocks,
    schemas: found.schemas,
    before,
    lacksNames: read.some((file) => file.lacksNames),
    findings,
  };
}

interface Tools {
  readonly files: Files;
  readonly before: ParsedBefore | undefined;
}

async function loadFile<T>(path: string, kind: FileKind, { files, before }: Tools): Promise<LoadedFile<T>> {
  try {
    const text = await readText(path, files);
    if (text === undefined) return NOTHING;
    const key = before === undefined ? '' : fingerprint(kind, text);
    const known = before?.get(key);
    if (known !== undefined) return sound(recallSource(path, text, known as T));
    const validate = kind === 'block' ? validateBlock : validateWorkspace;
    const confidential = kind === 'secrets';
    const quick = confidential ? undefined : parseQuickly(text);
    const isSound = quick !== undefined && validate(quick);
    const file = isSound ? sound(recallSource(path, text, quick as T)) : parseAndCheck<T>(path, text, kind);
    if (file.findings.length === 0 && survivesJson(file.source?.value)) before?.put(key, file.source?.value);
    return file;
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return { ...NOTHING, findings: [error(cause)], lacksNames: true };
  }
}

/** The careful way: knows all places, and says everything that is wrong. */
function parseAndCheck<T>(path: string, text: string, kind: FileKind): LoadedFile<T> {
  const { source, isEmpty, findings } = parseFile(path, text, { confidential: kind === 'secrets' });
  if (isEmpty && kind === 'secrets') return { ...sound({ ...source, value: {} as T }), findings };
  if (isEmpty) return { ...NOTHING, findings: [...findings, emptyFile(path, kind)], lacksNames: true };
  if (findings.some(isError)) return { ...NOTHING, findings, lacksNames: true };
  const checked = checkFile(source, kind === 'block' ? validateBlock : validateWorkspace, kind);
  const { isUsable, lacksNames } = checked;
  // What the schema objects to is no longer in it.
  const known = isUsable ? (source as SourceFile<T>) : undefined;
  return { source: known, findings: [...findings, ...checked.findings], lacksNames };
}

const NOTHING = { source: undefined, findings: [], lacksNames: false } as const;

function sound<T>(source: SourceFile<T>): LoadedFile<T> {
  return { source, findings: [], lacksNames: false };
}

function usableSource<T>({ source }: LoadedFile<T>): SourceFile<T>[] {
  return source === undefined ? [] : [source];
}

function emptyFile(path: string, kind: FileKind): Finding {
  const hint = `write name: my-${kind} into it`;
  return error(
    new Problem('KEY_MISSING', `this file is empty: a ${kind} needs at least a name`, {
      hint,
      places: [{ file: path, line: 1, column: 1 }],
    }),
  );
}

function vanished(folder: string): Problem {
  return new Problem('WORKSPACE_NOT_FOUND', `${WORKSPACE_FILE} has just vanished from ${folder}`, {
    hint: 'run the command again',
  });
}
