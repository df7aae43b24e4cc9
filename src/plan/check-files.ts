import { isProblem, Problem } from '../errors.ts';
import type { ResolvedAction, ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import {
  error,
  type Files,
  type Finding,
  parseFile,
  placeAt,
  readText,
  sortFindings,
  warning,
} from '../workspace/index.ts';
import { requireArtifact } from './artifact.ts';
import { checkNamedFiles } from './check-named-files.ts';
import { checkOutside } from './check-outside.ts';
import { missingPlaybook } from './command/missing-playbook.ts';
import { playbookOnHost } from './command/playbook-path.ts';
import { filesRunBy, type ScriptFile } from './command/script-files.ts';
import { layoutOf } from './layout.ts';

type Place = Problem['places'][number];
type Source = ReturnType<typeof parseFile>['source'];

interface Tools {
  readonly workspace: ResolvedWorkspace;
  /** True also for what cannot be looked at. */
  readonly isThere: (path: string) => Promise<boolean>;
  readonly open: (path: string) => Promise<Source | undefined>;
}

/**
 * What is found about files that a workspace names and that are not there, sorted by place: an error for a playbook, else a warning, since a
 * file may still be made. Nothing is run. Actions of templates, and of blocks whose parent is not installed, are left alone.
 */
export async function checkFiles(workspace: ResolvedWorkspace, files: Files): Promise<Finding[]> {
  const isThere = remember((path) => look(path, files));
  const tools = { workspace, isThere, open: remember((path) => openFile(path, files)) };
  const blocks = workspace.blocks.filter(({ template, missing }) => !template && missing === undefined);
  const found = await Promise.all([
    ...blocks.flatMap((block) => block.actions.map((action) => checkAction(block, action, tools))),
    ...blocks.map((block) => checkSources(block, tools)),
    checkNamedFiles(workspace, files, isThere),
    checkOutside(workspace, files),
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

async function openFile(path: string, files: Files): Promise<Source | undefined> {
  const text = await readText(path, files);
  return text === undefined ? undefined : parseFile(path, text).source;
}

async function checkAction(block: ResolvedBlock, action: ResolvedAction, tools: Tools): Promise<Finding[]> {
  const { workspace, isThere } = tools;
  if (action.run.kind === 'playbook') {
    const { playbook } = action.run;
    const path = playbookOnHost(workspace, block, playbook);
    if (path === undefined || (await isThere(path))) return [];
    return [error(missingPlaybook(block, action, playbook, path))];
  }
  const found = await Promise.all(filesRunBy(action.run.items).map((file) => checkScript(block, action, file, tools)));
  return found.flat();
}

async function checkScript(
  block: ResolvedBlock,
  action: ResolvedAction,
  file: ScriptFile,
  { workspace, isThere, open }: Tools,
): Promise<Finding[]> {
  const path = layoutOf(workspace).host(block.directory ?? '', file.path);
  if (!path.startsWith(`${workspace.directory}/`) || (await isThere(path))) return [];
  const place = action.scriptPlace;
  // Nothing that stands in secrets.poly may be told.
  if (place !== undefined && place.snippet === undefined) return [];
  const message = `action "${action.name}" of block "${block.name}" runs ${file.path}, which does not exist`;
  const places = place === undefined ? [] : [await placeInScript(place, file, open)];
  return [warning(new Problem('SCRIPT_MISSING', message, { hint: `create ${path}, or correct "script:"`, places }))];
}

/** Where the script that begins at `start` names the file. */
async function placeInScript(start: Place, { path, line }: ScriptFile, open: Tools['open']): Promise<Place> {
  const source = await open(start.file);
  if (source === undefined) return start;
  const from = source.lines.lineStarts[start.line - 1] ?? 0;
  const whole = source.text.indexOf(line.trim(), from);
  const at = source.text.indexOf(path, whole === -1 ? from : whole);
  return at === -1 ? start : placeAt(source, at, at + path.length);
}

/** ARTIFACT_MISSING where a block takes an artifact from one that has nothing to make it with. */
async function checkSources(block: ResolvedBlock, { workspace, isThere }: Tools): Promise<Finding[]> {
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

/** One finding for what several blocks inherit: the same file, named at the same place. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, hint, places, message } = finding.problem;
    const [place] = places;
    const where = place === undefined ? message : [place.file, place.line, place.column].join(':');
    const key = [code, hint, where].join('\n');
    if (!byKey.has(key)) byKey.set(key, finding);
  }
  return [...byKey.values()];
}
