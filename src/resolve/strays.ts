import { Problem } from '../errors.ts';
import { type Finding, nearest, warning } from '../workspace/index.ts';
import { type Layer, placesOf, whereWritten } from './layers.ts';
import { suggest } from './reference.ts';

/** All that an entry can say without giving its block anything to do. */
const VALUES = new Set(['name', 'config', 'labels', 'inventory', 'kubeconfig', 'container', 'description', 'version']);

/**
 * Warns of entries that have values for a block that is written nowhere else: most often it has changed its name, or is misspelt.
 * Those of secrets.poly are taken out; one of workspace.poly may be meant, so only one that resembles another block is told.
 */
export function findStrays(drafts: Map<string, readonly [Layer, ...Layer[]]>): Finding[] {
  const alone = [...drafts].filter(([, [{ value }]]) => Object.keys(value).every((key) => VALUES.has(key)));
  const secrets = alone.filter(([, [{ origin }]]) => origin === 'secrets.poly');
  for (const [name] of secrets) drafts.delete(name);
  const entries = alone.filter(([, layers]) => layers.length === 1 && layers[0].origin === 'workspace.poly');
  const files = [...drafts].filter(([, [{ origin }]]) => origin === 'block.poly').map(([name]) => name);
  return [
    ...secrets.map(([name, layers]) => {
      const message = `secrets.poly has values for block "${name}", which is written nowhere else`;
      return stray(message, suggest(name, [...drafts.keys()], 'blocks here', 'remove the entry'), layers);
    }),
    ...entries.flatMap(([name, layers]) => {
      const meant = nearest(name, files);
      if (meant === undefined || layers[0].value.config === undefined) return [];
      const message = `this entry has values for block "${name}", which has no block.poly and nothing to do`;
      return [stray(message, `did you mean "${meant}"?`, layers)];
    }),
  ];
}

function stray(message: string, hint: string, layers: readonly Layer[]): Finding {
  const places = placesOf(whereWritten(layers, ['name'], 'value'));
  return warning(new Problem('BLOCK_UNKNOWN', message, { hint, places }));
}
