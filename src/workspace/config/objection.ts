import { isPlainMap } from '../map.ts';
import { nearest } from '../nearest.ts';
import type { Path } from '../nodes.ts';

/** Why a schema.json cannot be used, and where in it. */
export interface Objection {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/** A `$ref` that leads nowhere, or out of the file; `missing` is the address it was resolved to. */
export function badReference(root: unknown, missing: string): Objection {
  const entries = [...entriesOf(root)];
  const found = entries.find(
    ({ path, value }) => path.at(-1) === '$ref' && typeof value === 'string' && missing.endsWith(value),
  );
  const reference = typeof found?.value === 'string' ? found.value : missing;
  const path = found?.path ?? [];
  if (!reference.startsWith('#')) {
    const message = `"$ref" leads out of this file, and nothing is fetched: ${reference}`;
    return { path, message, hint: 'copy what it names below "$defs", and write "$ref": "#/$defs/NAME"' };
  }
  const known = entries
    .filter(({ path: way }) => ['$defs', 'definitions'].includes(String(way.at(-2))))
    .map(({ path: way }) => `#/${way.join('/')}`);
  const guess = nearest(reference, known);
  const hint = guess === undefined ? 'write what it refers to below "$defs"' : `write "$ref": "${guess}"`;
  return { path, message: `"$ref" leads nowhere: there is no ${reference} in this file`, hint };
}

/** A pattern that is no regular expression. */
export function badPattern(root: unknown, pattern: string): Objection {
  const found = [...entriesOf(root)].find(({ path, value }) => {
    return (
      (path.at(-1) === 'pattern' && value === pattern) ||
      (path.at(-2) === 'patternProperties' && path.at(-1) === pattern)
    );
  });
  const hint = 'mend it; \\ before a character of the pattern itself is written \\\\ in JSON';
  return { path: found?.path ?? [], message: `not a regular expression: ${pattern}`, hint };
}

/** Anything else, in the words of the library that makes use of schemas. */
export function unusable(message: string): Objection {
  return { path: [], message: `this schema cannot be used: ${message}`, hint: 'change what is named, or remove it' };
}

/** Every value in a schema with the path that leads to it, outer ones first. */
function* entriesOf(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  if (!isPlainMap(value) && !Array.isArray(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const inner = [...path, Array.isArray(value) ? Number(key) : key];
    yield { path: inner, value: item };
    yield* entriesOf(item, inner);
  }
}
