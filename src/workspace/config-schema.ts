import type { ErrorObject } from 'ajv';
import { isProblem, Problem } from '../errors.ts';
import { type ConfigBreach, settle, toBreaches } from './config/breaches.ts';
import { type CompiledSchema, compileSchema } from './config/compile.ts';
import type { Objection } from './config/objection.ts';
import { error, type Finding } from './findings.ts';
import { findJsonFault } from './json-syntax.ts';
import { isPlainMap } from './map.ts';
import type { Path } from './nodes.ts';
import { parseFile } from './parse.ts';
import { placeAt, placeOf } from './places.ts';
import type { Files } from './ports.ts';
import { readText } from './text.ts';
import type { SourceFile } from './written.ts';

export type { ConfigBreach };

/** The schema.json of a block. */
export interface ConfigSchema {
  /** Absolute path. */
  readonly path: string;
  /** What of a merged `config` breaks it, at most MOST_BREACHES. */
  check(config: unknown): readonly ConfigBreach[];
}

const LARGEST_BYTES = 1024 * 1024;
const MOST_BREACHES = 100;
/** Values that are tried out for the hints. */
const MOST_TRIES = 100;

/**
 * Reads the schema.json at `path`, JSON Schema 2020-12 unless it says draft-07. No schema where there is no file, or where the
 * findings (SCHEMA_INVALID, FILE_…) say why it cannot be used. Nothing it refers to is fetched.
 */
export async function loadConfigSchema(
  path: string,
  files: Files,
): Promise<{ schema?: ConfigSchema; findings: Finding[] }> {
  try {
    const info = await files.inspect(path);
    if (info !== undefined && info.size > LARGEST_BYTES) return { findings: [tooLarge(path)] };
    const text = await readText(path, files);
    return text === undefined ? { findings: [] } : await readSchema(path, text);
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return { findings: [error(cause)] };
  }
}

async function readSchema(path: string, text: string): Promise<{ schema?: ConfigSchema; findings: Finding[] }> {
  // JSON is YAML but for tabs between its parts; replaced one for one, every place stays what it was.
  const { source, findings } = parseFile(path, text.replaceAll('\t', ' '));
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    const places = [placeAt(source, fault.offset, fault.offset + 1)];
    return { findings: [invalid(`not JSON: ${fault.message}`, fault.hint, places)] };
  }
  // What is left to find fault with are keys written twice and the like.
  if (findings.length > 0)
    return { findings: findings.map(({ problem: { message, hint = '', places } }) => invalid(message, hint, places)) };
  const compiled = await compileSchema(source.value);
  if ('breachesOf' in compiled) return { schema: { path, check: checker(compiled) }, findings: [] };
  if ('message' in compiled) return { findings: [objectionIn(source, compiled)] };
  return { findings: breachesIn(source, compiled) };
}

function checker({ root, breachesOf }: CompiledSchema): ConfigSchema['check'] {
  let isHopeless = false;
  return (config) => {
    const errors = isHopeless ? 'too long' : breachesOf(config);
    isHopeless = errors === 'too long';
    if (errors === 'too long') return [TOO_LONG];
    let triesLeft = MOST_TRIES;
    const takes = (path: Path, value: unknown): boolean => {
      triesLeft -= 1;
      if (triesLeft < 0) return false;
      const left = breachesOf(withValue(config, path, value));
      const way = `/${path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
      return (
        left !== 'too long' &&
        !settle(left.slice(0, MOST_BREACHES), root).some(({ instancePath }) => `${instancePath}/`.startsWith(`${way}/`))
      );
    };
    return toBreaches(errors.slice(0, MOST_BREACHES), { config, root, takes });
  };
}

const TOO_LONG: ConfigBreach = {
  kind: 'wrong',
  path: [],
  tell: () => ({
    message: 'holding "config" against its schema takes longer than a second',
    hint: 'make the patterns in schema.json simpler: those with repetitions inside repetitions take forever',
  }),
};

/** A copy of `config` with `value` at `path`. */
function withValue(config: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(config))
    return config.map((item, at) => (at === step ? withValue(item, rest, value) : (item as unknown)));
  const map = isPlainMap(config) ? config : {};
  return { ...map, [step]: withValue(map[step], rest, value) };
}

/** What is wrong with a schema as a schema. */
function breachesIn(source: SourceFile<unknown>, errors: readonly ErrorObject[]): Finding[] {
  const breaches = toBreaches(errors, { config: source.value, root: undefined, takes: () => false });
  const ways = breaches.map(({ path }) => path.join('/'));
  // Where an item of a list is wrong, a meta-schema wonders whether there should be a list at all.
  const deepest = breaches.filter((_breach, at) => !ways.some((way) => way.startsWith(`${ways[at] ?? ''}/`)));
  return deepest.map(({ kind, path, tell }) => {
    const { message, hint = 'write what it must be, or remove it' } = tell({ confidential: false, isJson: true });
    const place = placeOf(source, path, kind === 'unknown' ? 'key' : 'value');
    return invalid(path.length === 0 ? message.replace('"config"', 'a schema') : message, hint, [place]);
  });
}

function objectionIn(source: SourceFile<unknown>, { path, message, hint }: Objection): Finding {
  const isPattern = path.at(-2) === 'patternProperties';
  return invalid(message, hint, [placeOf(source, path, isPattern ? 'key' : 'value')]);
}

function invalid(message: string, hint: string, places: Problem['places']): Finding {
  return error(new Problem('SCHEMA_INVALID', message, { hint, places }));
}

function tooLarge(path: string): Finding {
  const details = { hint: 'keep only the schema of the config in it', places: [{ file: path, line: 1, column: 1 }] };
  return error(new Problem('FILE_TOO_LARGE', 'a schema.json has at most 1 MiB', details));
}
