import { isProblem, Problem } from '../../../errors.ts';
import { mirrorArguments, surveyImage, type WorkspaceImage, type WorkspaceRecipe } from '../../../plan/index.ts';
import { type ResolvedWorkspace, resolveSettings, variantOf } from '../../../resolve/index.ts';
import { type Variant, VARIANT_TOOLS, type VariantTool } from '../../../schema/tools.ts';
import type { Settings } from '../../../schema/settings.ts';
import { ownImage, readLock } from '../../../toolchain/index.ts';
import { nearest } from '../../../workspace/index.ts';
import type { Shell } from '../../world.ts';

/** Tools that people ask for and that the recipe does not have, and why: it fetches nothing that it cannot verify. */
const ABSENT: Readonly<Record<string, string>> = {
  eksctl: 'its module could not be held against Go’s checksum database when the recipe was made',
  gcloud: 'it comes only from Google’s own archive, which could not be verified when the recipe was made',
};

/** What is to be built: the toolchain, and what a recipe of the workspace's own puts on it. */
export interface Wanted {
  readonly toolchain: Settings['image'];
  /** What the ranges in it stood for when it was locked. */
  readonly settled?: Variant | undefined;
  readonly mirrors: Readonly<Record<string, string>>;
  readonly own?: WorkspaceImage & { readonly recipe: WorkspaceRecipe };
}

/**
 * The image that the workspace here, the user and the command line ask for, with the tools of `choices` beside or left out. Without a
 * workspace, what holds outside of all. Rejects with USAGE, TOOL_UNAVAILABLE, or with what is wrong in the workspace or its lock.
 */
export async function wantedImage(
  shell: Shell,
  choices: { readonly with: readonly string[]; readonly without: readonly string[] },
): Promise<Wanted> {
  const { settings, settled, workspace } = await findHere(shell);
  const { variant, ...image } = settings.image;
  const chosen = (['with', 'without'] as const).flatMap((option) =>
    choices[option].map((tool) => [requireTool(tool, option, shell.world.host.version), option === 'with'] as const),
  );
  const wanted = variantOf({ ...variant, ...Object.fromEntries(chosen) });
  const toolchain = wanted === undefined ? image : { ...image, variant: wanted };
  const mirrors = mirrorArguments(settings);
  if (workspace === undefined) return { toolchain, mirrors };
  const { image: name, recipe } = await surveyImage(
    { ...workspace, settings: { ...settings, image: toolchain } },
    shell.world,
  );
  return { toolchain, settled, mirrors, ...(recipe === undefined ? {} : { own: { image: name, recipe } }) };
}

async function findHere(shell: Shell): Promise<{
  readonly settings: Settings;
  readonly settled?: Variant | undefined;
  readonly workspace?: ResolvedWorkspace;
}> {
  try {
    const workspace = await shell.workspace();
    const { settings, directory } = workspace;
    return { settings, settled: (await readLock(directory, shell.world.files))?.variant, workspace };
  } catch (error) {
    if (!isProblem(error) || error.code !== 'WORKSPACE_NOT_FOUND' || shell.namesWorkspace) throw error;
    return { settings: resolveSettings(undefined, shell.preferences.settings, shell.world.host.version) };
  }
}

function requireTool(name: string, option: string, version: string): VariantTool {
  const tool = VARIANT_TOOLS.find((each) => each === name);
  if (tool !== undefined) return tool;
  const reason = ABSENT[name];
  if (reason !== undefined) {
    throw new Problem('TOOL_UNAVAILABLE', `polycrate’s recipe has no ${name}: ${reason}`, {
      hint: `add it in an image of your own, whose Dockerfile begins with FROM ${ownImage(version)}`,
    });
  }
  const guess = nearest(name, VARIANT_TOOLS);
  throw new Problem('USAGE', `--${option} ${name}: only ${VARIANT_TOOLS.join(', ')} can be had or left out`, {
    ...(guess === undefined ? {} : { hint: `did you mean "${guess}"?` }),
  });
}
