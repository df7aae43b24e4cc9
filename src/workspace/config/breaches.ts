import type { ErrorObject } from 'ajv';
import { isPlainMap } from '../map.ts';
import { nearest } from '../nearest.ts';
import type { Path } from '../nodes.ts';
import { demand, type Quotable } from './demand.ts';
import { remedy } from './remedy.ts';
import { samplesOf, writeValue } from './sample.ts';
import { type Breach, settleUnions } from './unions.ts';

/** One spot where a config breaks a schema. */
export interface ConfigBreach {
  readonly kind: 'missing' | 'unknown' | 'wrong';
  /** From the top of the config to the value; it ends with the key that is missing or unknown. */
  readonly path: Path;
  /** For a missing key: a value that the schema takes, as YAML on one line. */
  readonly sample?: string;
  /** What to say about it; the hint is an edit, where one is known. */
  readonly tell: (quotable: Quotable) => { readonly message: string; readonly hint?: string | undefined };
}

interface Surroundings {
  readonly config: unknown;
  readonly root: unknown;
  /** True when the schema has no objection at `path` once `value` stands there. */
  readonly takes: (path: Path, value: unknown) => boolean;
}

const SHOWN = 10;

/** The breaches that a schema reports with those left out that only repeat others. */
export function settle(errors: readonly ErrorObject[], root: unknown): Breach[] {
  // "if" only says that a "then" was broken, which is reported; so is the name of a key by "propertyNames".
  const telling = errors.filter(({ keyword, propertyName }) => keyword !== 'if' && propertyName === undefined);
  return settleUnions(telling as Breach[], root);
}

/** The breaches that a schema reports of a config as people would count them: one for each edit it takes. */
export function toBreaches(errors: readonly ErrorObject[], surroundings: Surroundings): ConfigBreach[] {
  const breaches = settle(errors, surroundings.root).map((breach) => toBreach(breach, surroundings));
  const meant = new Set(breaches.flatMap(({ intended }) => intended ?? []));
  const once = new Map<string, ConfigBreach>();
  for (const breach of breaches) {
    const way = JSON.stringify(breach.path);
    // A mistyped key is not missing as well.
    if (!(breach.kind === 'missing' && meant.has(way)) && !once.has(way)) once.set(way, breach);
  }
  return [...once.values()];
}

/** With the place of the key that an unknown one most likely means. */
type Draft = ConfigBreach & { readonly intended?: string | undefined };

function toBreach(breach: Breach, surroundings: Surroundings): Draft {
  const { keyword, params } = breach;
  const path = toPath(breach.instancePath, surroundings.config);
  if (params['missingProperty'] !== undefined) return missingKey(breach, path, surroundings);
  const unknown: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  if (typeof unknown === 'string') return unknownKey(breach, path, unknown);
  const last = path.at(-1);
  if (keyword === 'false schema' && typeof last === 'string') return unknownKey(breach, path.slice(0, -1), last);
  const key = path.findLast((step) => typeof step === 'string') ?? 'config';
  return {
    kind: 'wrong',
    path,
    tell: (quotable) => {
      const sample = () =>
        samplesOf(breach.parentSchema, key, surroundings.root).find((each) => surroundings.takes(path, each));
      return { message: demand(subjectOf(path), breach, quotable), hint: remedy(key, breach, { quotable, sample }) };
    },
  };
}

function missingKey({ params, parentSchema }: Breach, path: Path, { root, takes }: Surroundings): Draft {
  const keys = [params['missingProperty']].flat().map(String);
  const key = keys[0] ?? '';
  const way = [...path, key];
  const properties = isPlainMap(parentSchema['properties']) ? parentSchema['properties'] : {};
  const sample = [...samplesOf(properties[key], key, root), `some-${key}`].find((each) => takes(way, each));
  const names = keys.map((each) => JSON.stringify(each));
  const lack = names.length === 1 ? `no ${names.join('')}` : `neither ${names.join(' nor ')}`;
  const reason = params['property'] === undefined ? '' : `, which "${String(params['property'])}" needs`;
  return {
    kind: 'missing',
    path: way,
    ...(sample === undefined ? {} : { sample: writeValue(sample) }),
    tell: () => ({ message: `${subjectOf(path)} has ${lack}${reason}` }),
  };
}

function unknownKey({ parentSchema, data }: Breach, path: Path, key: string): Draft {
  const known = Object.keys(isPlainMap(parentSchema['properties']) ? parentSchema['properties'] : {});
  const free = known.filter((each) => !isPlainMap(data) || !Object.hasOwn(data, each));
  const guess = nearest(key, free);
  const more = known.length > SHOWN ? ', …' : '';
  const others = known.length === 0 ? '' : `; known here: ${known.slice(0, SHOWN).join(', ')}${more}`;
  // In a confidential file a lone word between braces may well be a value whose key was forgotten.
  const isLone = isPlainMap(data) ? data[key] === null : data === null;
  return {
    kind: 'unknown',
    path: [...path, key],
    intended: guess === undefined ? undefined : JSON.stringify([...path, guess]),
    tell: ({ confidential }) => ({
      message: `${confidential && isLone ? 'this' : JSON.stringify(key)} is not a key of ${subjectOf(path)}`,
      hint: guess === undefined ? `remove it${others}` : `did you mean "${guess}"?`,
    }),
  };
}

function subjectOf(path: Path): string {
  const last = path.at(-1) ?? 'config';
  if (typeof last === 'string') return JSON.stringify(last);
  const list = path.findLast((step) => typeof step === 'string') ?? 'config';
  return `item ${String(last + 1)} of ${JSON.stringify(list)}`;
}

/** A JSON pointer as the path it stands for in `value`. */
function toPath(pointer: string, value: unknown): Path {
  let at = value;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(at) ? Number(key) : key;
      at = (at as Record<string | number, unknown> | undefined)?.[step];
      return step;
    });
}
