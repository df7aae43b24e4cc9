import { stringify } from 'yaml';
import { isProblem, Problem } from '../../errors.ts';
import { type CheckedWorkspace, explainSettings } from '../../resolve/index.ts';
import { isPlainMap, nearest, settleFindings } from '../../workspace/index.ts';
import { showExplained } from '../explained.ts';
import { maskSecrets } from '../inspect.ts';
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
  const keys = leaves.map((leaf) => leaf.key);
  if (explain) {
    if (key !== undefined) partOf(value, key, keys);
    const shown = leaves.filter((leaf) => key === undefined || `${leaf.key}.`.startsWith(`${key}.`));
    return showExplained(shell, shown);
  }
  const secrets = [{ at: [], path: 'config' }];
  const all = checked === undefined ? value : maskSecrets(checked.workspace, { data: value as object, secrets });
  const data = key === undefined ? all : partOf(all, key, keys);
  await shell.renderer.result(text(stringify(data, { lineWidth: 0 }).trimEnd(), data));
  return 0;
}

/** The workspace with whatever is wrong elsewhere in it, or undefined outside of one. */
async function checkHere(shell: Shell): Promise<CheckedWorkspace | undefined> {
  try {
    return await shell.check();
  } catch (problem) {
    if (!shell.namesWorkspace && isProblem(problem) && problem.code === 'WORKSPACE_NOT_FOUND') return undefined;
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
