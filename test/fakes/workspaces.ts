import { isProblem, type Problem } from '../../src/errors.ts';
import { type ResolvedBlock, resolveWorkspace, type ResolvedWorkspace } from '../../src/resolve/index.ts';
import { loadWorkspace, type LoadOptions, settleFindings, type WrittenWorkspace } from '../../src/workspace/index.ts';
import { createMemoryFiles, type MemoryEntry } from './memory-files.ts';

export type WorkspaceFiles = Readonly<Record<string, MemoryEntry>>;

/** Loads a workspace in /ws made of `files`, whose paths are relative to it. Rejects with all errors. */
export async function load(
  files: WorkspaceFiles,
  options: LoadOptions = {},
): Promise<WrittenWorkspace & { readonly warnings: readonly Problem[] }> {
  const entries = Object.entries(files).map(([path, entry]) => [path.startsWith('/') ? path : `/ws/${path}`, entry]);
  const written = await loadWorkspace('/ws', createMemoryFiles(Object.fromEntries(entries) as WorkspaceFiles), options);
  return { ...written, warnings: settleFindings(written.findings) };
}

/** Loads and resolves a workspace made of `files`. */
export async function resolve(files: WorkspaceFiles): Promise<ResolvedWorkspace> {
  return resolveWorkspace(await load(files), { version: '1.2.3' });
}

/** The block called `name` of a workspace made of `files`. */
export async function resolveBlock(name: string, files: WorkspaceFiles): Promise<ResolvedBlock> {
  const { blocks } = await resolve(files);
  const block = blocks.find((each) => each.name === name);
  if (block === undefined) throw new Error(`no block ${name}`);
  return block;
}

/** Everything that `attempt` is rejected with, one Problem each. Fails when it is not rejected, or with anything else. */
export async function problemsOf(attempt: Promise<unknown>): Promise<Problem[]> {
  const problem: unknown = await attempt.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!isProblem(problem)) throw problem instanceof Error ? problem : new Error('no Problem was thrown');
  return [problem, ...problem.others];
}

/** All errors, or else all warnings, of a workspace made of `files`. */
export async function findingsOf(files: WorkspaceFiles): Promise<readonly Problem[]> {
  try {
    return (await resolve(files)).warnings;
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return [cause, ...cause.others];
  }
}

/** A Problem as `CODE file:line:column message`. */
export function told({ code, message, places: [place] }: Problem): string {
  const at =
    place === undefined ? '' : ` ${place.file.replace('/ws/', '')}:${String(place.line)}:${String(place.column)}`;
  return `${code}${at} ${message}`;
}
