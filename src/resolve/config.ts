import { Problem } from '../errors.ts';
import { type ConfigBreach, type ConfigSchema, error, type Finding } from '../workspace/index.ts';
import { fileOf, type Layer, placesOf, whereWritten } from './layers.ts';
import type { Lineage } from './lineage.ts';

/** The schema.json beside a block file, and the name of the block. */
interface Rule {
  readonly schema: ConfigSchema;
  readonly owner: string;
}

type Schemas = ReadonlyMap<string, ConfigSchema>;

/**
 * CONFIG_INVALID for all that breaks a schema in the merged config of a block. It is held against the schema.json of every block
 * file in its chain; `schemas` has them by the path of the block file. A template may lack keys: a child is expected to give them.
 */
export function checkConfig(lineage: Lineage, schemas: Schemas): Finding[] {
  const found = new Map<string, Problem>();
  for (const rule of rulesOf(lineage, schemas)) {
    for (const breach of breachesOf(lineage, rule, schemas)) {
      const key = `${breach.kind} ${wayOf(breach)}`;
      if (!found.has(key)) found.set(key, isMissing(breach) ? lack(lineage, breach) : fault(lineage, breach, rule));
    }
  }
  return [...found.values()].map(error);
}

function rulesOf({ layers }: Lineage, schemas: Schemas): Rule[] {
  return layers.flatMap(({ origin, file, value }) => {
    const schema = origin === 'block.poly' ? schemas.get(file.path) : undefined;
    return schema === undefined ? [] : [{ schema, owner: value.name }];
  });
}

function breachesOf({ merged, parent }: Lineage, { schema }: Rule, schemas: Schemas): ConfigBreach[] {
  const breaches = [...schema.check(merged.config ?? {})];
  if (!breaches.some(isMissing)) return breaches;
  if (merged.template) return breaches.filter((breach) => !isMissing(breach));
  const isHeld = parent !== undefined && rulesOf(parent, schemas).some((rule) => rule.schema === schema);
  if (!isHeld || parent.merged.template) return breaches;
  // Once the parent has what it lacks itself, its children have it too.
  const inherited = new Set(
    schema
      .check(parent.merged.config ?? {})
      .filter(isMissing)
      .map(wayOf),
  );
  return breaches.filter((breach) => !isMissing(breach) || !inherited.has(wayOf(breach)));
}

const isMissing = ({ kind }: ConfigBreach): boolean => kind === 'missing';
const wayOf = ({ path }: ConfigBreach): string => JSON.stringify(path);

/** Points to what set the value. */
function fault(lineage: Lineage, { kind, path, tell }: ConfigBreach, { owner }: Rule): Problem {
  const way = ['config', ...path];
  const place = whereWritten(lineage.layers, way, kind === 'unknown' ? 'key' : 'value') ?? nameOf(lineage);
  const confidential = fileOf(lineage.layers, way)?.confidential ?? true;
  // As it is written, `1.10` is not the number 1.1.
  const line = place?.snippet?.find((each) => each.line === place.line)?.text;
  const written = line?.slice((place?.column ?? 1) - 1).slice(0, place?.length);
  const { message, hint = `write what the schema.json of block "${owner}" asks for` } = tell({ confidential, written });
  return new Problem('CONFIG_INVALID', message, { hint, places: placesOf(place) });
}

/** Points to what the block itself writes around the missing key, because that is where it belongs. */
function lack(lineage: Lineage, { path, sample = '…', tell }: ConfigBreach): Problem {
  const way = ['config', ...path];
  // A list comes whole from one layer, which may be an inherited one.
  const isInList = path.some((step) => typeof step === 'number');
  const layers = isInList ? lineage.layers : openLast(lineage.own);
  const depth = way.findLastIndex((_step, end) => end > 0 && fileOf(layers, way.slice(0, end)) !== undefined);
  const above = way.slice(0, Math.max(0, depth));
  const place = above.length === 0 ? nameOf(lineage) : whereWritten(layers, above, 'key');
  const [key = '', ...inner] = way.slice(above.length).map(toKey);
  const value = inner.reduceRight((text, step) => `{ ${step}: ${text} }`, sample);
  const owner = above.findLast((step) => typeof step === 'string');
  const where = owner === undefined ? `to block "${lineage.name}"` : `below "${owner}"`;
  const { message } = tell({ confidential: true });
  return new Problem('CONFIG_INVALID', message, { hint: `add ${key}: ${value} ${where}`, places: placesOf(place) });
}

/** The nearest layer is looked at first, and nobody should be sent to secrets.poly for what is no secret. */
function openLast(layers: readonly Layer[]): Layer[] {
  return layers.toSorted((a, b) => Number(b.file.confidential) - Number(a.file.confidential));
}

function toKey(step: string | number): string {
  return /^[\w./-]+$/.test(String(step)) ? String(step) : JSON.stringify(step);
}

function nameOf({ own }: Lineage): ReturnType<typeof whereWritten> {
  return whereWritten(own.slice(0, 1), ['name'], 'value');
}
