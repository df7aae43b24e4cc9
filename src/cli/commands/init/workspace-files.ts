import { stringify } from 'yaml';
import { readTemplate, type TemplateFile } from '../../templates.ts';
import type { Shell } from '../../world.ts';

const MAIN = 'workspace.poly';

/**
 * The files of a new workspace, `workspace.poly` first; with `bare` only that one, without hints about blocks that are not there. Where it `hasBlocks`
 * already it gets neither the example nor hints about it.
 */
export async function workspaceFiles(
  shell: Shell,
  {
    name,
    organization,
    bare,
    hasBlocks,
  }: {
    readonly name: string;
    readonly organization: string | undefined;
    readonly bare: boolean;
    readonly hasBlocks: boolean;
  },
): Promise<TemplateFile[]> {
  const head =
    organization === undefined
      ? `${stringify({ name })}# organization: my-company`
      : stringify({ name, organization }).trimEnd();
  const files = (await readTemplate(shell, 'workspace', name)).map(({ path, contents }) => ({
    path,
    contents: contents.replace('__WORKSPACE__', () => head),
  }));
  const main = files.filter(({ path }) => path === MAIN);
  const others = files.filter(({ path }) => path !== MAIN);
  if (!bare && !hasBlocks) return [...main, ...others];
  const short = main.map(({ path, contents }) => ({ path, contents: `${contents.split('\n\n')[0] ?? ''}\n` }));
  return bare ? short : [...short, ...others.filter(({ path }) => !path.startsWith('blocks/'))];
}
