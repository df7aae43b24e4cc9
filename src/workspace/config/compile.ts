import type { Ajv, ErrorObject, Options } from 'ajv';
import { isPlainMap } from '../map.ts';
import { guarded } from './guard.ts';
import { badPattern, badReference, type Objection, unusable } from './objection.ts';

/** A schema ready for use: the breaches of a value, or `too long`. */
export interface CompiledSchema {
  /** The schema as the breaches refer to it. */
  readonly root: unknown;
  readonly breachesOf: (value: unknown) => readonly ErrorObject[] | 'too long';
}

type Draft = '2020-12' | '07';
interface Engine {
  readonly ajv: Pick<Ajv, 'compile' | 'validateSchema' | 'removeSchema' | 'errors'>;
  /** The pattern that was compiled last: a broken one is not named by the error about it. */
  readonly pattern: { last: string };
}

const META: Readonly<Record<Draft, string>> = {
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
  '07': 'http://json-schema.org/draft-07/schema#',
};
const LIMIT_MS = 1000;
const engines = new Map<Draft, Engine>();

/** Makes a schema of what stands in a schema.json; answers what is wrong with it where that cannot be done. */
export async function compileSchema(written: unknown): Promise<CompiledSchema | Objection | readonly ErrorObject[]> {
  const draft = draftOf(written);
  if (draft === undefined) {
    const message = '"$schema" names a draft of JSON Schema that polycrate does not know';
    return { path: ['$schema'], message, hint: `write "$schema": "${META['2020-12']}"` };
  }
  if (!isPlainMap(written) && typeof written !== 'boolean') {
    return { path: [], message: 'a schema must be a map', hint: 'write { "type": "object" } into it' };
  }
  const root = isPlainMap(written) ? { ...written, $schema: META[draft] } : written;
  // Names of schemas are known to the whole engine, and those of two blocks may be the same.
  const isNamed = JSON.stringify(root).includes('"$id"');
  const engine = (isNamed ? undefined : engines.get(draft)) ?? (await createEngine(draft));
  if (!isNamed) engines.set(draft, engine);
  const { ajv, pattern } = engine;
  try {
    const compiled = guarded(() => compile(root, ajv), LIMIT_MS, tooLarge);
    if (compiled === tooLarge) engines.delete(draft);
    if (typeof root === 'object') ajv.removeSchema(root);
    return compiled;
  } catch (error) {
    // It was left in the middle of something.
    engines.delete(draft);
    const { name, message, missingRef } = error as Error & { missingRef?: string };
    if (missingRef !== undefined) return badReference(root, missingRef);
    if (name === 'SyntaxError') return badPattern(root, pattern.last);
    return name === 'RangeError' ? endless : unusable(message);
  }
}

const endless: Objection = {
  path: [],
  message: 'this schema refers to itself without end',
  hint: 'remove the "$ref" that leads back to where it stands',
};

const tooLarge: Objection = {
  path: [],
  message: 'making use of this schema takes longer than a second',
  hint: 'leave out what the config does not need',
};

function compile(
  root: Record<string, unknown> | boolean,
  ajv: Engine['ajv'],
): CompiledSchema | Objection | readonly ErrorObject[] {
  if (ajv.validateSchema(root) !== true) return ajv.errors ?? [];
  const validate = ajv.compile(root);
  if ('$async' in validate) return { path: ['$async'], message: '"$async" has no meaning here', hint: 'remove it' };
  // A schema that leads back to itself overflows the stack with the first value.
  validate({});
  const breachesOf = (value: unknown) => (validate(value) ? [] : (validate.errors ?? []));
  return { root, breachesOf: (value) => guarded(() => breachesOf(value), LIMIT_MS, 'too long') };
}

function draftOf(schema: unknown): Draft | undefined {
  const name = isPlainMap(schema) ? schema['$schema'] : undefined;
  if (name === undefined) return '2020-12';
  if (typeof name !== 'string') return undefined;
  const [, draft] = /^https?:\/\/json-schema\.org\/(draft\/2020-12|draft-07)\/schema#?$/.exec(name) ?? [];
  return draft === undefined ? undefined : draft === 'draft-07' ? '07' : '2020-12';
}

async function createEngine(draft: Draft): Promise<Engine> {
  const pattern = { last: '' };
  const compilePattern = (source: string): RegExp => {
    pattern.last = source;
    try {
      return new RegExp(source, 'u');
    } catch {
      // Many write \- and the like, which only the older syntax takes.
      return new RegExp(source);
    }
  };
  const options: Options = {
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: Object.assign(compilePattern, { code: 'new RegExp' }) },
  };
  // The library is large, and few workspaces need it.
  if (draft === '07') {
    const { Ajv } = await import('ajv');
    return { ajv: new Ajv(options), pattern };
  }
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  return { ajv: new Ajv2020(options), pattern };
}
