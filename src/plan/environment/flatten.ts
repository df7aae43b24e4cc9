import type { Data } from '../../resolve/index.ts';

/**
 * Every scalar leaf of `value` as a variable: `config.your-name` below BLOCK becomes BLOCK_CONFIG_YOUR_NAME. List items are
 * numbered from 0; a list of scalars is also joined with `,` under its own name. Null becomes the empty string.
 * Leaves whose path `isSecret` claims are left out. Where two keys fall on one name, the first written wins.
 */
export function flatten(prefix: string, value: Data, isSecret: (path: string) => boolean): Record<string, string> {
  const env: Record<string, string> = {};
  const visit = (name: string, path: string, data: Data): void => {
    if (isSecret(path)) return;
    if (!isContainer(data)) {
      env[name] ??= scalarText(data);
      return;
    }
    const entries = Object.entries(data);
    const isListOfScalars =
      Array.isArray(data) && entries.length > 0 && entries.every(([, item]) => !isContainer(item));
    if (isListOfScalars && !entries.some(([key]) => isSecret(below(path, key)))) {
      env[name] ??= entries.map(([, item]) => scalarText(item)).join(',');
    }
    for (const [key, child] of entries) visit(`${name}_${upperSnake(key)}`, below(path, key), child);
  };
  visit(prefix, '', value);
  return env;
}

type Container = Exclude<Data, string | number | boolean | null>;

function isContainer(data: Data): data is Container {
  return data !== null && typeof data === 'object';
}

function scalarText(data: Data): string {
  return data === null || isContainer(data) ? '' : String(data);
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** A key as it stands in the names of variables: `yourName` and `your-name` become `YOUR_NAME`. */
export function upperSnake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
