import { stringify } from 'yaml';
import { isProblem, Problem } from '../../errors.ts';
import { type CheckedWorkspace, explainSettings } from '../../resolve/index.ts';
import { createMasker } from '../../run/index.ts';
import { isPlainMap, nearest, settleFindings } from '../../workspace/index.ts';
import { showExplained } from '../explained.ts';
import { text, type Shell } from '../world.ts';

/** `polycrate config [KEY] [--explain]`: the settings that hold here, also outside a workspace; with `explain`, who set each. */
export async function showConfig(
  shell: Shell,
  { key, explain }: { readonly key: string | undefined; readonly explain: boolean },
): Promise<number> {
  const checked = await checkHere(shell);
  const { settings, findings } = shell.preferences;
  settleFindings(findings);
  const { value, leaves } = explainSettings(checked?.written, settings, shell.world.host.version);
  const part =
    key === undefined
      ? value
      : partOf(
          value,
          key,
          leaves.map((leaf) => leaf.key),
        );
  if (explain) {
    return showExplained(
      shell,
      leaves.filter((leaf) => key === undefined || `${leaf.key}.`.startsWith(`${key}.`)),
    );
  }
  const data = createMasker(checked?.workspace.secretValues ?? []).maskData(JSON.parse(JSON.stringify(part)));
  await shell.renderer.result(text(stringify(data, { lineWidth: 0 }).trimEnd(), data));
  return 0;
}

/** The workspace with whatever is wrong elsewhere in it, or undefined outside of one. */
async function checkHere(shell: Shell): Promise<CheckedWorkspace | undefined> {
  try {
    return await shell.check();
  } catch (problem) {
    if (isProblem(problem) && problem.code === 'WORKSPACE_NOT_FOUND') return undefined;
    throw problem;
  }
}

function partOf(value: unknown, key: string, known: readonly string[]): unknown {
  let at = value;
  for (const step of key.split('.')) at = isPlainMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  if (at !== undefined) return at;
  const guess = nearest(key, known);
  throw new Problem('KEY_UNKNOWN', `nothing is set under "${key}"`, {
    hint: guess === undefined ? 'polycrate config' : `polycrate config ${guess}`,
  });
}
