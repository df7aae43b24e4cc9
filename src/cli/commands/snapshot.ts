import { planRequest } from '../../pipeline.ts';
import { blockData, parseEnvironment, parseMounts, workspaceData } from '../../plan/index.ts';
import { showData } from '../inspect.ts';
import type { GlobalOptions, RunOptions } from '../options.ts';
import { requestFor } from '../request.ts';
import type { Shell } from '../world.ts';

/** `polycrate run BLOCK ACTION --snapshot`: what the action would be given as data, secrets masked; nothing runs. */
export async function showSnapshot(
  shell: Shell,
  subject: { readonly block: string; readonly action: string; readonly args: readonly string[] },
  options: GlobalOptions & RunOptions,
): Promise<number> {
  const workspace = await shell.workspace();
  const plan = await planRequest(workspace, { ...requestFor(shell, options), ...subject }, shell.world);
  const contents = plan.files.find(({ path }) => path === 'snapshot.json')?.contents ?? '{}';
  return showData(shell, workspace, {
    data: JSON.parse(contents) as object,
    secrets: [
      { at: ['workspace'], path: '' },
      { at: ['block'], path: `blocks.${plan.block.name}` },
      { at: ['action'], path: `blocks.${plan.block.name}.actions.${plan.action.name}` },
    ],
  });
}

/** `polycrate workspace snapshot`: workspace, variables and mounts as data, secrets masked; editors read it as YAML from stdout. */
export async function showWorkspaceSnapshot(shell: Shell): Promise<number> {
  const workspace = await shell.workspace();
  const { host } = shell.world;
  const { containerroot: target } = workspace.settings;
  const mounts = parseMounts(workspace.extraMounts, workspace.directory, host.home);
  const data = {
    workspace: { ...workspaceData(workspace), blocks: workspace.blocks.map((block) => blockData(workspace, block)) },
    env: parseEnvironment(workspace.extraEnv, host.env),
    mounts: [{ source: workspace.directory, target, readOnly: false }, ...mounts].map(({ readOnly, ...mount }) => {
      return { ...mount, readonly: readOnly };
    }),
  };
  return showData(shell, workspace, { data, secrets: [{ at: ['workspace'], path: '' }] });
}
