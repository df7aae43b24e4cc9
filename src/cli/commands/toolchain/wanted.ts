import { isProblem, Problem } from '../../../errors.ts';
import { resolveSettings, variantOf } from '../../../resolve/index.ts';
import { BUILT_TOOLS, type BuiltTool } from '../../../schema/tools.ts';
import type { Settings } from '../../../schema/settings.ts';
import { nearest } from '../../../workspace/index.ts';
import type { Shell } from '../../world.ts';

/**
 * The image that the workspace here, the user and the command line ask for, with the tools of `choices` beside or left out. Without a
 * workspace, what holds outside of all. Rejects with USAGE, or with what is wrong in the workspace.
 */
export async function wantedImage(
  shell: Shell,
  choices: { readonly with: readonly string[]; readonly without: readonly string[] },
): Promise<Settings['image']> {
  const { variant, ...image } = (await settingsHere(shell)).image;
  const chosen = (['with', 'without'] as const).flatMap((option) =>
    choices[option].map((tool) => [requireTool(tool, option), option === 'with'] as const),
  );
  const wanted = variantOf({ ...variant, ...Object.fromEntries(chosen) });
  return wanted === undefined ? image : { ...image, variant: wanted };
}

async function settingsHere(shell: Shell): Promise<Settings> {
  try {
    return (await shell.workspace()).settings;
  } catch (error) {
    if (!isProblem(error) || error.code !== 'WORKSPACE_NOT_FOUND' || shell.namesWorkspace) throw error;
    return resolveSettings(undefined, shell.preferences.settings, shell.world.host.version);
  }
}

function requireTool(name: string, option: string): BuiltTool {
  const tool = BUILT_TOOLS.find((each) => each === name);
  if (tool !== undefined) return tool;
  const guess = nearest(name, BUILT_TOOLS);
  throw new Problem('USAGE', `--${option} ${name}: only ${BUILT_TOOLS.join(', ')} can be had or left out`, {
    ...(guess === undefined ? {} : { hint: `did you mean "${guess}"?` }),
  });
}
