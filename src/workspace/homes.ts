import { ACTION_KINDS } from '../schema/rules.ts';
import type { Breach } from '../schema/generated/validators.js';
import { isPlainMap } from './map.ts';
import type { Path } from './nodes.ts';
import { articled } from './wording.ts';

/** What tells things with a name apart; the schemas only refer to one another. */
const TELLTALES: Readonly<Record<string, readonly string[]>> = {
  block: ['actions', 'from', 'kind', 'template'],
  action: [...ACTION_KINDS, 'env', 'interactive', 'prompt', 'timeout'],
  workflow: ['steps'],
};

/** The advice for a key that is known one level further down. */
export function homeOf(key: string, { properties }: Breach['parentSchema']): string | undefined {
  for (const [name, schema] of Object.entries(isPlainMap(properties) ? properties : {})) {
    const { properties: inner, items } = isPlainMap(schema) ? schema : {};
    if (isPlainMap(inner) && Object.hasOwn(inner, key)) return `move it below "${name}"`;
    const thing = isPlainMap(items) ? String(items['$ref']) : '';
    if (TELLTALES[thing]?.includes(key)) return `move it into ${articled(thing)} below "${name}"`;
  }
  return undefined;
}

/** Where values of one's own go instead, or what is known here. */
export function ownValues(path: Path, known: readonly string[], noun: string): string {
  const isInMap = typeof path.at(-1) === 'string';
  if (!isInMap && (noun === 'block' || noun === 'action')) return 'values of your own go below "config"';
  if (!isInMap && noun === 'workspace') return 'values of your own go below "meta"';
  return `known here: ${known.join(', ')}`;
}
