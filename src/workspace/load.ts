import { join } from 'node:path';
import { isProblem, Problem } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import { validateBlock, validateWorkspace } from '../schema/generated/validators.js';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { mapBounded } from './bounded.ts';
import { checkFile, type FileKind } from './check.ts';
import { findBlockFiles } from './discover.ts';
import { findDuplicateBlocks, findDuplicates } from './duplicates.ts';
import { findWorkspace, WORKSPACE_FILE } from './find.ts';
import { error, type Finding, settleFindings, warning } from './findings.ts';
import { findOddKinds } from './kinds.ts';
import { parseFile } from './parse.ts';
import type { Files, ParseCache, ParsedBefore } from './ports.ts';
import { cacheKey, recallSource, survivesJson } from './recall.ts';
import { findOutsideRoots, rootsOf } from './roots.ts';
import { readText } from './text.ts';
import type { SourceFile, WrittenWorkspace } from './written.ts';

export interface LoadOptions {
  /** The folder is the workspace itself: those above it are not looked at. */
  readonly exact?: boolean;
  readonly cache?: ParseCache;
}

interface LoadedFile<T> {
  /** What could be read of it; believable only without errors among the findings. */
  readonly source: SourceFile<T> | undefined;
  readonly findings: readonly Finding[];
}

const SECRETS_FILE = 'secrets.poly';
const AT_ONCE = 32;

/**
 * Reads the workspace that `directory` is in, or is: `workspace.poly`, `secrets.poly` and every block file, each valid by itself.
 * Rejects with one Problem that carries every error of every file, sorted by place; warnings are in the result.
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
  await before?.keep();

  const valid = [main, secrets].flatMap(validSource);
  const validBlocks = blocks.flatMap(validSource);
  const findings = [
    ...[main, secrets, ...blocks].flatMap((file) => file.findings),
    ...found.unreadable.map(warning),
    ...valid.flatMap((file) => [...findDuplicates(file), ...findOutsideRoots(file, folder)]),
    ...findDuplicateBlocks(validBlocks),
    ...[...valid, ...validBlocks].flatMap(findOddKinds),
  ];
  const warnings = settleFindings(findings);
  if (main.source === undefined) throw vanished(folder);
  return { directory: folder, main: main.source, secrets: secrets.source, blocks: validBlocks, warnings };
}

interface Tools {
  readonly files: Files;
  readonly before: ParsedBefore | undefined;
}

async function loadFile<T>(path: string, kind: FileKind, { files, before }: Tools): Promise<LoadedFile<T>> {
  try {
    const text = await readText(path, files);
    if (text === undefined) return { source: undefined, findings: [] };
    const key = before === undefined ? '' : cacheKey(kind, text);
    const known = before?.get(key);
    if (known !== undefined) return { source: recallSource(path, text, known as T), findings: [] };
    const { source, isEmpty, findings } = parseFile(path, text, { confidential: kind === 'secrets' });
    if (isEmpty && kind === 'secrets') return { source: { ...source, value: {} as T }, findings };
    if (isEmpty) return { source: undefined, findings: [...findings, emptyFile(path, kind)] };
    const isParsed = findings.every((finding) => finding.severity === 'warning');
    const breaches = isParsed ? checkFile(source, kind === 'block' ? validateBlock : validateWorkspace, kind) : [];
    if (findings.length + breaches.length === 0 && survivesJson(source.value)) before?.put(key, source.value);
    // The schema has just said so, or there is an error and nobody will believe it.
    return { source: source as SourceFile<T>, findings: [...findings, ...breaches] };
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return { source: undefined, findings: [error(cause)] };
  }
}

function validSource<T>({ source, findings }: LoadedFile<T>): SourceFile<T>[] {
  return source === undefined || findings.some((finding) => finding.severity === 'error') ? [] : [source];
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
