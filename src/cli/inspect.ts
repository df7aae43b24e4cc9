import { stringify } from 'yaml';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { createMasker } from '../run/index.ts';
import { text, type Shell } from './world.ts';

/** Shows a resolved thing whole: YAML for people, secrets masked in every format. */
export async function inspect(shell: Shell, workspace: ResolvedWorkspace, thing: object): Promise<number> {
  const plain: unknown = JSON.parse(JSON.stringify(thing));
  const data = createMasker(workspace.secretValues).maskData(plain);
  await shell.renderer.result(text(stringify(data, { lineWidth: 0 }).trimEnd(), data));
  return 0;
}
