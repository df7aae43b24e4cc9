import { isProblem, Problem, PROBLEMS } from '../../../errors.ts';
import { checkFiles } from '../../../plan/index.ts';
import { readLock } from '../../../toolchain/index.ts';
import { withoutEchoes } from '../../../resolve/index.ts';
import { error, type Finding, findWorkspace, isError, sortFindings, stricter } from '../../../workspace/index.ts';
import { resolveWorkspaceFolder } from '../../workspace-folder.ts';
import { loadFindings, type Shell } from '../../world.ts';
import type { CheckFormat } from './check-formats.ts';

export interface ValidateOptions {
  /** Every warning is an error. */
  readonly strict: boolean;
  readonly output: CheckFormat;
  /** The folder or workspace that `--workspace` names. */
  readonly workspace?: string;
}

/** `polycrate validate [--strict]`: every finding of every file at once, on stdout. Resolves with 65 when an error is among them. */
export async function validateWorkspace(shell: Shell, options: ValidateOptions): Promise<number> {
  const { output } = options;
  const report = await examine(shell, options);
  const { presentFindings } = await loadFindings();
  const { directory, stdout } = shell.system;
  const view = presentFindings(report, {
    ...(output === 'sarif' || output === 'github' ? { format: output } : {}),
    version: shell.world.host.version,
    directory,
    colour: shell.colour,
    columns: stdout.isTTY === true ? stdout.columns : undefined,
    isVerbose: () => shell.loglevel > 1,
  });
  await shell.renderer.result(view);
  return report.findings.some(isError) ? PROBLEMS.VALUE_INVALID.exit : 0;
}

type Report = Parameters<Awaited<ReturnType<typeof loadFindings>>['presentFindings']>[0];

async function examine(shell: Shell, { strict, workspace: folder }: ValidateOptions): Promise<Report> {
  const { files, host } = shell.world;
  try {
    const { workspace, findings, written } = await shell.check({ strict });
    const { directory, name, blocks, workflows } = workspace;
    const actions = blocks.reduce((sum, block) => sum + block.actions.length, 0);
    const told = new Set(findings.map(toText));
    const checked = [...(await checkFiles(workspace, files, host.home)), ...(await checkLock(directory, files))];
    const named = checked.filter((finding) => !told.has(toText(finding)));
    const more = withoutEchoes(named, { ...written, findings }).map((each) => (strict ? stricter(each) : each));
    return {
      workspace: name,
      directory,
      strict,
      blocks: blocks.length,
      actions,
      workflows: workflows.length,
      findings: sortFindings([...findings, ...more]),
    };
  } catch (cause) {
    const directory = await findDirectory(shell, folder);
    if (!isProblem(cause) || directory === undefined) throw cause;
    return { directory, strict, blocks: 0, actions: 0, workflows: 0, findings: flatten(cause).map(error) };
  }
}

/** What is wrong with the toolchain's lock, which no other file depends on. */
async function checkLock(directory: string, files: Shell['world']['files']): Promise<Finding[]> {
  try {
    await readLock(directory, files);
    return [];
  } catch (cause) {
    if (isProblem(cause)) return [error(cause)];
    throw cause;
  }
}

function toText({ problem: { code, message } }: Finding): string {
  return `${code} ${message}`;
}

/** The folder of the workspace, if one can be found at all. */
async function findDirectory({ world }: Shell, named: string | undefined): Promise<string | undefined> {
  try {
    const { folder, exact } = await resolveWorkspaceFolder(named, world);
    return await findWorkspace(folder, world.files, { exact });
  } catch (cause) {
    if (isProblem(cause)) return undefined;
    throw cause;
  }
}

/** A Problem and all it carries, one by one. */
function flatten({ code, message, hint, places, cause, others }: Problem): Problem[] {
  const alone = new Problem(code, message, { ...(hint === undefined ? {} : { hint }), places, cause });
  return [alone, ...others.flatMap(flatten)];
}
