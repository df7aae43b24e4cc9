import { expect } from '@jest/globals';
import type { Problem } from '../../../src/errors.ts';
import { type ConfigSchema, loadConfigSchema } from '../../../src/workspace/index.ts';
import { createMemoryFiles, type MemoryEntry } from '../../fakes/memory-files.ts';

/** Where the schema.json of these tests is. */
export const PATH = '/ws/blocks/shop/schema.json';

const toText = (schema: unknown): string =>
  typeof schema === 'string' ? schema : JSON.stringify(schema, undefined, 1);
/** What comes of a schema.json. */
export const load = (entry: MemoryEntry) => loadConfigSchema(PATH, createMemoryFiles({ [PATH]: entry }));

/** What is found fault with in a schema.json, as `line:column message | hint`. */
export async function faultsOf(schema: unknown): Promise<string[]> {
  const loaded = await load(toText(schema));
  expect(loaded.schema).toBeUndefined();
  return loaded.findings.map(({ severity, problem }) => {
    expect({ severity, file: problem.places[0]?.file }).toEqual({ severity: 'error', file: PATH });
    return told(problem);
  });
}

/** A Problem as `CODE line:column message | hint`. */
export const told = ({ code, message, hint, places: [place] }: Problem): string =>
  `${code} ${String(place?.line)}:${String(place?.column)} ${message} | ${String(hint)}`;

/** A schema.json that nothing is wrong with. */
export async function compiled(schema: unknown): Promise<ConfigSchema> {
  const loaded = await load(toText(schema));
  expect(loaded.findings.map(({ problem }) => told(problem))).toEqual([]);
  return loaded.schema!;
}

/** The breaches of a config, as `kind path: message | hint`, or with the sample of a missing key at the end. */
export async function breachesOf(
  schema: unknown,
  config: unknown,
  quotable = { confidential: false },
): Promise<string[]> {
  return (await compiled(schema)).check(config).map(({ kind, path, sample, tell }) => {
    const { message, hint } = tell(quotable);
    return `${kind} ${path.join('.')}: ${message} | ${String(kind === 'missing' ? sample : hint)}`;
  });
}

/** A schema for a config with a `port`. */
export const port = (rule: unknown, more: object = {}) => ({ properties: { port: rule }, ...more });
