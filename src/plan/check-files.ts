import { isProblem } from '../errors.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import { error, type Files, type Finding, sortFindings, warning } from '../workspace/index.ts';
import { requireArtifact } from './artifact.ts';
import { checkActionFiles, type FileTools, openFile } from './check-action-files.ts';
import { checkNamedFiles } from './check-named-files.ts';
import { checkOutside } from './check-outside.ts';
import { checkSteps } from './check-steps.ts';
import { checkValues } from './check-values.ts';
import { findUnknownTools } from './known-tools.ts';
import { layoutOf } from './layout.ts';

/**
 * What would stop or surprise a run, as far as files and values say it, sorted by place: errors for what no run can make good, warnings for
 * files that may still be made. Nothing is run. Actions of templates, and of blocks whose parent is not installed, are left alone. `home` is the
 * caller's home folder.
 */
export async function checkFiles(workspace: ResolvedWorkspace, files: Files, home: string): Promise<Finding[]> {
  const isThere = remember((path) => look(path, files));
  const tools = { workspace, isThere, open: remember((path) => openFile(path, files)) };
  const blocks = workspace.blocks.filter(({ template, missing }) => !template && missing === undefined);
  const found = await Promise.all([
    ...blocks.flatMap((block) => block.actions.map((action) => checkActionFiles(block, action, tools))),
    ...blocks.map((block) => checkSources(block, tools)),
    checkNamedFiles(workspace, { files, home, isThere }),
    checkValues(workspace, workspace.blocks, { files, home, isThere }).then((problems) =>
      // A folder to be mounted may still be made.
      problems.map((problem) => (problem.code === 'MOUNT_SOURCE_MISSING' ? warning(problem) : error(problem))),
    ),
    checkSteps(workspace, files),
    findUnknownTools(workspace, files),
    checkOutside(workspace, files, home),
  ]);
  return sortFindings(onceEach(found.flat()));
}

/** Thousands of actions may run the same file, or be written in the same one. */
function remember<T>(ask: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (path) => {
    const answer = known.get(path) ?? ask(path);
    known.set(path, answer);
    return answer;
  };
}

async function look(path: string, files: Files): Promise<boolean> {
  try {
    return (await files.inspect(path)) !== undefined;
  } catch (cause) {
    if (isProblem(cause)) return true;
    throw cause;
  }
}

/** ARTIFACT_MISSING where a block takes an artifact from one that has nothing to make it with. */
async function checkSources(block: ResolvedBlock, { workspace, isThere }: FileTools): Promise<Finding[]> {
  const layout = layoutOf(workspace);
  const found = (['inventory', 'kubeconfig'] as const).map(async (what) => {
    const { from, fromPlace: place } = block[what];
    const source = from === undefined ? undefined : workspace.blocks.find(({ name }) => name === from);
    if (source === undefined || source.actions.length > 0 || source.missing !== undefined) return [];
    const file = [...layout.artifacts(source.name), source[what].filename];
    if (await isThere(layout.host(...file))) return [];
    return [warning(requireArtifact({ what, wanted: block, source, file: file.join('/'), place }))];
  });
  return (await Promise.all(found)).flat();
}

/** One finding for what several blocks inherit: the same file or value, written at the same place. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, hint, places, message } = finding.problem;
    const [place] = places;
    const where = place === undefined ? message : [place.file, place.line, place.column].join(':');
    // Where a file would have to be copied to depends on the block, the mistake does not.
    const key = [code, code === 'VALUE_INVALID' ? '' : hint, where].join('\n');
    if (!byKey.has(key)) byKey.set(key, finding);
  }
  return [...byKey.values()];
}
