import { Problem } from '../../errors.ts';
import { PUBLISHED, type PublishedSchema } from '../../schema/published.ts';
import { nearest } from '../../workspace/index.ts';
import { table, text, type Shell } from '../world.ts';

/** `polycrate schema [NAME]`: the schema, or which there are. Throws USAGE for a name that is none. */
export async function showSchema(shell: Shell, name: string | undefined): Promise<number> {
  await shell.renderer.result(name === undefined ? listed() : printed(schemaOf(name)));
  return 0;
}

function listed(): ReturnType<typeof table> {
  const rows = PUBLISHED.map(({ name, of, document }) => ({ name, of, purpose: String(document['description']) }));
  return table({
    columns: [
      { title: 'NAME', value: (row) => row.name, fixed: true },
      { title: 'OF', value: (row) => row.of, fixed: true },
      { title: 'WHAT IT IS', value: (row) => row.purpose, optional: true },
    ],
    rows,
    empty: 'no schemas',
  });
}

function printed({ document }: PublishedSchema): ReturnType<typeof text> {
  return text(JSON.stringify(document, undefined, 2), document);
}

function schemaOf(name: string): PublishedSchema {
  const names = PUBLISHED.map((schema) => schema.name);
  const found = PUBLISHED.find((schema) => schema.name === name);
  if (found !== undefined) return found;
  const guess = nearest(name, names);
  throw new Problem('USAGE', `there is no schema "${name}"; there are ${names.join(', ')}`, {
    hint: guess === undefined ? 'polycrate schema' : `polycrate schema ${guess}`,
  });
}
