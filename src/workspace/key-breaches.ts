import { basename, dirname } from 'node:path';
import { isMap } from 'yaml';
import { Problem } from '../errors.ts';
import type { Breach } from '../schema/generated/validators.js';
import { error, type Finding, warning } from './findings.ts';
import { foreignAdvice, foreignName } from './foreign.ts';
import { homeOf, ownValues } from './homes.ts';
import { isPlainMap } from './map.ts';
import { nearest } from './nearest.ts';
import { locate, type Path } from './nodes.ts';
import { type FileKind, nounOf } from './nouns.ts';
import { placeOf } from './places.ts';
import { articled, suggestName } from './wording.ts';
import type { SourceFile } from './written.ts';

/** The findings about a key that is missing: none where a secrets file leaves it to others, or where it is only mistyped. */
export function tellMissing(file: SourceFile<unknown>, breach: Breach, path: Path, kind: FileKind): Finding[] {
  const key = String(breach.params['missingProperty']);
  if (kind === 'secrets' && (path.length === 0 || key !== 'name')) return [];
  const data = isPlainMap(breach.data) ? breach.data : {};
  if (Object.keys(data).some((each) => isUnknown(each, breach) && meantKey(each, breach, path, kind) === key))
    return [];
  const noun = nounOf(path, kind);
  const pair = `${key}: ${key === 'name' ? (nameFor(file.path, path, kind) ?? `my-${noun}`) : `some-${key}`}`;
  const { node } = locate(file.document, path);
  const isInBraces = isMap(node) && node.flow === true;
  // The key may be there with nothing after it.
  const isWritten = locate(file.document, [...path, key]).found;
  const where = isInBraces && !isWritten ? (Object.keys(data).length > 0 ? ', after the {' : ' inside the { }') : '';
  const hint = `${isWritten ? 'write' : 'add'} ${pair}${where}`;
  const places = [isWritten ? placeOf(file, [...path, key], 'key') : placeOf(file, path, 'value')];
  return [error(new Problem('KEY_MISSING', `this ${noun} has no "${key}"`, { hint, places }))];
}

/** Most blocks are called like the folder of their file. */
function nameFor(file: string, path: Path, kind: FileKind): string | undefined {
  return kind === 'block' && path.length === 0 ? suggestName(basename(dirname(file))) : undefined;
}

/** What is said about a key that nobody knows; an error where it stands for one that must be there. */
export function tellUnknown(file: SourceFile<unknown>, breach: Breach, path: Path, kind: FileKind): Finding {
  const key = String(breach.params['additionalProperty']);
  const noun = nounOf(path, kind);
  const last = path.at(-1);
  const meant = meantKey(key, breach, path, kind);
  const advice = foreignAdvice(key, placeName(path, kind), breach.data) ?? homeOf(key, breach.parentSchema);
  const hint = advice ?? (meant === undefined ? adviseRemoval(key, breach, path, kind) : `did you mean "${meant}"?`);
  const places = [placeOf(file, [...path, key], 'key')];
  // In a confidential file a lone word between braces may well be a value whose key was forgotten.
  const isLone = (breach.data as Readonly<Record<string, unknown>>)[key] === null;
  const subject = file.confidential && isLone ? 'this' : `"${key}"`;
  const message = `${subject} is not a key of ${typeof last === 'string' ? `"${last}"` : articled(noun)}`;
  const problem = new Problem('KEY_UNKNOWN', message, { hint, places });
  return isRequired(meant, breach, kind) ? error(problem) : warning(problem);
}

/** What is there already by its right name can take what was meant for it. */
function adviseRemoval(key: string, breach: Breach, path: Path, kind: FileKind): string {
  const known = knownKeys(breach, kind);
  const taken = nearest(key, known);
  if (taken !== undefined) return `move what is below it into "${taken}"`;
  return `remove it; ${ownValues(path, known, nounOf(path, kind))}`;
}

/** The known key, not there yet, that an unknown one most likely stands for. */
function meantKey(key: string, breach: Breach, path: Path, kind: FileKind): string | undefined {
  const data = isPlainMap(breach.data) ? breach.data : {};
  const free = knownKeys(breach, kind).filter((each) => !Object.hasOwn(data, each));
  const foreign = foreignName(key, placeName(path, kind));
  return foreign !== undefined && free.includes(foreign) ? foreign : nearest(key, free);
}

function isRequired(key: string | undefined, { parentSchema, data }: Breach, kind: FileKind): boolean {
  const { required } = parentSchema;
  if (key === undefined || !Array.isArray(required) || !required.includes(key)) return false;
  return (kind !== 'secrets' || key === 'name') && !Object.hasOwn(data as object, key);
}

function isUnknown(key: string, { parentSchema: { properties } }: Breach): boolean {
  return isPlainMap(properties) && !Object.hasOwn(properties, key);
}

/** What only older files have is accepted, and not offered. */
function knownKeys({ parentSchema: { properties } }: Breach, kind: FileKind): string[] {
  const entries = Object.entries(isPlainMap(properties) ? properties : {});
  const isOffered = (schema: unknown): boolean =>
    kind !== 'user' || (isPlainMap(schema) && ['type', 'enum', '$ref'].some((word) => word in schema));
  return entries.filter(([, schema]) => isOffered(schema)).map(([key]) => key);
}

function placeName(path: Path, kind: FileKind): string {
  const last = path.at(-1);
  const noun = nounOf(path, kind);
  return typeof last === 'string' && noun === 'map' ? last : noun;
}
