import { stringify } from 'yaml';
import { isPlainMap } from '../map.ts';
import { follow } from './unions.ts';

const DEEPEST = 8;

/** Values that `schema` may well take, the likeliest first; `key` is what they are the value of. */
export function samplesOf(schema: unknown, key: string, root: unknown, depth = 0): unknown[] {
  if (!isPlainMap(schema) || depth > DEEPEST) return [];
  const { enum: values, examples, minimum, exclusiveMinimum } = schema;
  const given = [
    ...('default' in schema ? [schema['default']] : []),
    ...('const' in schema ? [schema['const']] : []),
    ...(Array.isArray(values) ? (values as unknown[]).slice(0, 1) : []),
    ...(Array.isArray(examples) ? (examples as unknown[]).slice(0, 3) : []),
  ];
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => (schema[word] ?? []) as unknown[]);
  const referred = [follow(schema['$ref'], root), ...parts].flatMap((part) => samplesOf(part, key, root, depth + 1));
  const least = [minimum, exclusiveMinimum].find((each) => typeof each === 'number');
  const made = [schema['type']].flat().map((type) => {
    switch (type) {
      case 'string':
        return `some-${key}`;
      case 'integer':
      case 'number':
        return least === undefined ? 1 : least === minimum ? least : least + 1;
      case 'boolean':
        return true;
      case 'array':
        return itemsOf(schema, key, root, depth);
      case 'object':
        return mapOf(schema, root, depth);
      default:
        return undefined;
    }
  });
  return [...given, ...referred, ...made].filter((value) => value !== undefined);
}

function itemsOf(schema: Record<string, unknown>, key: string, root: unknown, depth: number): unknown[] {
  const { minItems, items } = schema;
  const [item] = samplesOf(items, key, root, depth + 1);
  return item === undefined ? [] : Array.from({ length: Math.min(Number(minItems ?? 0), 3) }, () => item);
}

function mapOf(schema: Record<string, unknown>, root: unknown, depth: number): Record<string, unknown> {
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const properties = isPlainMap(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    required.flatMap((key) =>
      samplesOf(properties[key], key, root, depth + 1)
        .slice(0, 1)
        .map((value) => [key, value]),
    ),
  );
}

/** A value as it is written in a `.poly` file, on one line. */
export function writeValue(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}
