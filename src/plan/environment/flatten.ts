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
    if (data === null || typeof data !== 'object') {
      env[name] ??= data === null ? '' : String(data);
      return;
    }
    const entries = Object.entries(data);
    if (Array.isArray(data) && data.length > 0 && data.every((item) => item === null || typeof item !== 'object')) {
      if (!entries.some(([key]) => isSecret(below(path, key)))) env[name] ??= data.map((item) => item ?? '').join(',');
    }
    for (const [key, child] of entries) visit(`${name}_${upperSnake(key)}`, below(path, key), child as Data);
  };
  visit(prefix, '', value);
  return env;
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function upperSnake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
