import { type Place, Problem } from '../errors.ts';
import type { ResolvedAction, ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import { error, type Files, type Finding, parseFile, placeAt, readText, warning } from '../workspace/index.ts';
import { inheritedFiles } from './command/inherited-file.ts';
import { missingPlaybook } from './command/missing-playbook.ts';
import { playbookOnHost } from './command/playbook-path.ts';
import { filesRunBy, type ScriptFile } from './command/script-files.ts';
import { layoutOf } from './layout.ts';

type Source = ReturnType<typeof parseFile>['source'];

export interface FileTools {
  readonly workspace: ResolvedWorkspace;
  /** True also for what cannot be looked at. */
  readonly isThere: (path: string) => Promise<boolean>;
  readonly open: (path: string) => Promise<Source | undefined>;
}

/** The parsed file at an absolute path, or undefined when there is none. */
export async function openFile(path: string, files: Files): Promise<Source | undefined> {
  const text = await readText(path, files);
  return text === undefined ? undefined : parseFile(path, text).source;
}

/** PLAYBOOK_MISSING, an error, or SCRIPT_MISSING, a warning: the file may still be made. */
export async function checkActionFiles(
  block: ResolvedBlock,
  action: ResolvedAction,
  tools: FileTools,
): Promise<Finding[]> {
  const { workspace, isThere } = tools;
  if (action.run.kind === 'playbook') {
    const { playbook } = action.run;
    const path = playbookOnHost(workspace, block, playbook);
    if (path === undefined || (await isThere(path))) return [];
    return [error(missingPlaybook({ block, action, playbook, path, meant: await meantBy(block, playbook, tools) }))];
  }
  const found = await Promise.all(filesRunBy(action.run.items).map((file) => checkScript(block, action, file, tools)));
  return found.flat();
}

async function checkScript(
  block: ResolvedBlock,
  action: ResolvedAction,
  file: ScriptFile,
  tools: FileTools,
): Promise<Finding[]> {
  const { workspace, isThere, open } = tools;
  const path = layoutOf(workspace).host(block.directory ?? '', file.path);
  if (!path.startsWith(`${workspace.directory}/`) || (await isThere(path))) return [];
  const place = action.scriptPlace;
  // Nothing that stands in secrets.poly may be told.
  if (place !== undefined && place.snippet === undefined) return [];
  const message = `action "${action.name}" of block "${block.name}" runs ${file.path}, which does not exist`;
  const places = place === undefined ? [] : [await placeInScript(place, file, open)];
  const hint = (await meantBy(block, file.path, tools)) ?? `create ${path}, or correct "script:"`;
  return [warning(new Problem('SCRIPT_MISSING', message, { hint, places }))];
}

/** The edit that names the file where a parent of the block has it. */
async function meantBy(
  block: ResolvedBlock,
  file: string,
  { workspace, isThere }: FileTools,
): Promise<string | undefined> {
  for (const { path, hint } of inheritedFiles(workspace, block, file)) {
    if (await isThere(path)) return hint;
  }
  return undefined;
}

/** Where the script that begins at `start` names the file. */
async function placeInScript(start: Place, { path, line }: ScriptFile, open: FileTools['open']): Promise<Place> {
  const source = await open(start.file);
  if (source === undefined) return start;
  const from = source.lines.lineStarts[start.line - 1] ?? 0;
  const whole = source.text.indexOf(line.trim(), from);
  const at = source.text.indexOf(path, whole === -1 ? from : whole);
  return at === -1 ? start : placeAt(source, at, at + path.length);
}
