import { stringify } from 'yaml';
import type { Files } from '../workspace/index.ts';
import type { Shell } from './world.ts';

/** Where the published JSON Schemas of the file formats are. */
const SCHEMAS = 'https://raw.githubusercontent.com/polycrate/polycrate/main/docs/reference/schema';

/** A file of a template: its path relative to what is made from it, with `/`. */
export interface TemplateFile {
  readonly path: string;
  readonly contents: string;
}

/**
 * The files of `templates/FOLDER` in the package, with `name` in the place of `__NAME__` (in a `.poly` file quoted where YAML would take it for
 * something else), sorted by path.
 */
export async function readTemplate(
  { system, world }: Pick<Shell, 'system' | 'world'>,
  folder: string,
  name: string,
): Promise<TemplateFile[]> {
  const root = `${system.packageRoot}/templates/${folder}`;
  const paths = await pathsBelow(world.files, root, '');
  return Promise.all(
    paths.map(async (path) => {
      const text = (await world.files.read(`${root}/${path}`))?.toString('utf8') ?? '';
      const shown = path.endsWith('.poly') ? stringify(name).trimEnd() : name;
      return { path, contents: text.replaceAll('__SCHEMAS__', SCHEMAS).replaceAll('__NAME__', shown) };
    }),
  );
}

async function pathsBelow(files: Files, root: string, below: string): Promise<string[]> {
  const entries = await files.list(`${root}/${below}`);
  const found = entries.map(async ({ name, kind }) =>
    kind === 'directory' ? pathsBelow(files, root, `${below}${name}/`) : [`${below}${name}`],
  );
  return (await Promise.all(found)).flat();
}
