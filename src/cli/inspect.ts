import { stringify } from 'yaml';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { createMasker } from '../run/index.ts';
import { text, type Shell } from './world.ts';

/** Shows a resolved thing whole: YAML for people, secrets masked in every format. */
export async function inspect(shell: Shell, workspace: ResolvedWorkspace, thing: object): Promise<number> {
  const masker = createMasker(workspace.secretValues);
  const data = JSON.parse(masker.maskText(JSON.stringify(thing, withoutPlaces))) as object;
  await shell.renderer.result(text(stringify(data, { lineWidth: 0 }).trimEnd(), data));
  return 0;
}

/** Places serve error messages; here they would hide what matters. */
function withoutPlaces(key: string, value: unknown): unknown {
  return /^(place|.+Place)$/.test(key) ? undefined : value;
}
