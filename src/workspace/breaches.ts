import { basename, dirname } from 'node:path';
import { isNode, isScalar } from 'yaml';
import { Problem } from '../errors.ts';
import type { Breach } from '../schema/generated/validators.js';
import { error, type Finding, warning } from './findings.ts';
import { homeOf, ownValues } from './homes.ts';
import { nearest } from './nearest.ts';
import { locate, type Path, writtenText } from './nodes.ts';
import { placeOf } from './places.ts';
import { repair } from './repair.ts';
import { articled, describe, expectation, isNameRule, suggestName } from './wording.ts';
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
  // The key may be there with nothing after it.
  const isWritten = locate(file.document, [...path, key]).found;
  const hint = `${isWritten ? 'write' : 'add'} ${key}: ${key === 'name' ? (nameFor(file.path, path, kind) ?? `my-${noun}`) : `some-${key}`}`;
  const places = [isWritten ? placeOf(file, [...path, key], 'key') : placeOf(file, path, 'value')];
  return [error(new Problem('KEY_MISSING', `this ${noun} has no "${key}"`, { hint, places }))];
}

/** Most blocks are called like the folder of their file. */
function nameFor(file: string, path: Path, kind: FileKind): string | undefined {
  return kind === 'block' && path.length === 0 ? suggestName(basename(dirname(file))) : undefined;
}

function unknownKey(file: SourceFile<unknown>, breach: Breach, path: Path, kind: FileKind): Finding[] {
  const key = String(breach.params['additionalProperty']);
  const known = Object.keys(breach.parentSchema['properties'] ?? {});
  const guess = nearest(key, known);
  const last = path.at(-1);
  const owner = typeof last === 'string' ? `"${last}"` : articled(nounOf(path, kind));
  const home = homeOf(key, breach.parentSchema);
  const hint =
    home ??
    (guess === undefined ? `remove it; ${ownValues(path, known, nounOf(path, kind))}` : `did you mean "${guess}"?`);
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
  const isItem = typeof path.at(-1) === 'number';
  const hint = path.length === 0 ? beginning(data) : repair(breach, sourceText(file, path), list, isItem);
  const demand = data === null ? 'is empty' : `must be ${expectation(breach)}, not ${describe(data, file)}`;
  const details = { places, ...(hint === undefined ? {} : { hint }) };
  return [error(new Problem('VALUE_INVALID', `${subjectOf(path, list)} ${demand}`, details))];
}

function beginning(data: unknown): string {
  return `begin it with name: …${Array.isArray(data) ? ', without "- " before it' : ''}`;
}

/** A scalar, or a map or list on one line, as it was written; empty for what takes several, undefined where nobody may see it. */
export function sourceText(file: SourceFile<unknown>, path: Path): string | undefined {
  if (file.confidential) return undefined;
  const { node } = locate(file.document, path);
  if (isScalar(node)) return writtenText(node);
  const source = isNode(node) && node.range ? file.text.slice(node.range[0], node.range[1]).trimEnd() : '\n';
  return source.includes('\n') ? '' : source;
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
