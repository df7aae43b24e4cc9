import { isScalar } from 'yaml';
import { Problem } from '../errors.ts';
import type { Breach } from '../schema/generated/validators.js';
import { error, type Finding, warning } from './findings.ts';
import { nearest } from './nearest.ts';
import { locate, type Path, writtenText } from './nodes.ts';
import { placeOf } from './places.ts';
import { articled, describe, expectation, isNameRule, repair, suggestName } from './wording.ts';
import type { SourceFile } from './written.ts';

/** What the top of a file is: it decides which keys it must have. */
export type FileKind = 'workspace' | 'secrets' | 'block' | 'user';

const TOPS: Readonly<Record<FileKind, string>> = {
  workspace: 'workspace',
  secrets: 'workspace',
  block: 'block',
  user: 'settings file',
};

const ITEMS: Readonly<Record<string, string>> = {
  blocks: 'block',
  actions: 'action',
  workflows: 'workflow',
  steps: 'step',
};

/** The findings about one breach of a file's schema; none where a secrets file lacks what is written elsewhere. */
export function tellBreach(file: SourceFile<unknown>, breach: Breach, kind: FileKind): Finding[] {
  const path = toPath(breach, file.value);
  if (breach.keyword === 'required') return missingKey(file, breach, path, kind);
  if (breach.keyword === 'additionalProperties') return unknownKey(file, breach, path, kind);
  return wrongValue(file, breach, path);
}

function missingKey(file: SourceFile<unknown>, breach: Breach, path: Path, kind: FileKind): Finding[] {
  const key = String(breach.params['missingProperty']);
  if (kind === 'secrets' && (path.length === 0 || key !== 'name')) return [];
  const noun = nounOf(path, kind);
  const hint = `add ${key}: ${key === 'name' ? `my-${noun}` : `some-${key}`}`;
  // The key may be there with nothing after it.
  const isWritten = locate(file.document, [...path, key]).found;
  const places = [isWritten ? placeOf(file, [...path, key], 'key') : placeOf(file, path, 'value')];
  return [error(new Problem('KEY_MISSING', `this ${noun} has no "${key}"`, { hint, places }))];
}

function unknownKey(file: SourceFile<unknown>, breach: Breach, path: Path, kind: FileKind): Finding[] {
  const key = String(breach.params['additionalProperty']);
  const known = Object.keys(breach.parentSchema['properties'] ?? {});
  const guess = nearest(key, known);
  const last = path.at(-1);
  const owner = typeof last === 'string' ? `"${last}"` : articled(nounOf(path, kind));
  const elsewhere =
    typeof last === 'string' ? `known here: ${known.join(', ')}` : 'values of your own go below "config"';
  const hint = guess === undefined ? `remove it; ${elsewhere}` : `did you mean "${guess}"?`;
  const places = [placeOf(file, [...path, key], 'key')];
  // In a confidential file a lone word between braces may well be a value whose key was forgotten.
  const isLone = (breach.data as Readonly<Record<string, unknown>>)[key] === null;
  const subject = file.confidential && isLone ? 'this' : `"${key}"`;
  return [warning(new Problem('KEY_UNKNOWN', `${subject} is not a key of ${owner}`, { hint, places }))];
}

const NAME_RULE =
  'a name begins with a letter, goes on with letters and digits joined by single - _ or /, and has at least two characters';

function wrongValue(file: SourceFile<unknown>, breach: Breach, path: Path): Finding[] {
  const { data } = breach;
  const places = [placeOf(file, path, 'value')];
  if (isNameRule(breach)) {
    const suggestion = file.confidential ? undefined : suggestName(String(data));
    const hint = `write ${suggestion ?? 'for example my-name'}`;
    const subject = file.confidential ? 'this' : JSON.stringify(data);
    return [error(new Problem('NAME_INVALID', `${subject} is not a name: ${NAME_RULE}`, { hint, places }))];
  }
  const list = path.findLast((step) => typeof step === 'string') ?? '';
  const hint = path.length === 0 ? 'begin it with name: …' : repair(breach, sourceText(file, path), list);
  const demand = data === null ? 'is empty' : `must be ${expectation(breach)}, not ${describe(data, file)}`;
  const details = { places, ...(hint === undefined ? {} : { hint }) };
  return [error(new Problem('VALUE_INVALID', `${subjectOf(path, list)} ${demand}`, details))];
}

/** A scalar as it was written, unless nobody may see it. */
export function sourceText(file: SourceFile<unknown>, path: Path): string | undefined {
  if (file.confidential) return undefined;
  const { node } = locate(file.document, path);
  return isScalar(node) ? writtenText(node) : '';
}

function subjectOf(path: Path, list: string): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'number' ? `item ${String(last + 1)} of "${list}"` : `"${last}"`;
}

function nounOf(path: Path, kind: FileKind): string {
  const list = path.findLast((step) => typeof step === 'string');
  return list === undefined ? TOPS[kind] : (ITEMS[list] ?? 'map');
}

/** A JSON pointer as the path it stands for in `value`. */
export function toPath({ instancePath }: Breach, value: unknown): Path {
  let at = value;
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(at) ? Number(key) : key;
      at = (at as Record<string | number, unknown>)[step];
      return step;
    });
}
