import { isNode, isScalar } from 'yaml';
import { Problem } from '../errors.ts';
import { BLOCK_NAME_PATTERN } from '../schema/rules.ts';
import type { Breach } from '../schema/generated/validators.js';
import { listAdvice } from './dashes.ts';
import { error, type Finding } from './findings.ts';
import { tellMissing, tellUnknown } from './key-breaches.ts';
import { colonAdvice } from './key-line.ts';
import { restAt } from './lines.ts';
import { locate, type Path, writtenText } from './nodes.ts';
import { type FileKind } from './nouns.ts';
import { placeOf } from './places.ts';
import { repair } from './repair.ts';
import { describe, expectation, isNameRule, suggestName } from './wording.ts';
import type { SourceFile } from './written.ts';

export type { FileKind };

/** The findings about one breach of a file's schema; none where a secrets file lacks what is written elsewhere. */
export function tellBreach(file: SourceFile<unknown>, breach: Breach, kind: FileKind): Finding[] {
  const path = toPath(breach, file.value);
  if (breach.keyword === 'required') return tellMissing(file, breach, path, kind);
  if (breach.keyword === 'additionalProperties') return [tellUnknown(file, breach, path, kind)];
  return wrongValue(file, breach, path);
}

const BLOCK_NAME_RULE =
  'the name of a block begins with a letter, goes on with letters and digits joined by single - _ . or /, and has at least two characters; a registry such as registry.example.com/ may stand before it';
const NAME_RULE =
  'a name begins with a letter, goes on with letters and digits joined by single - _ or /, and has at least two characters';

function wrongValue(file: SourceFile<unknown>, breach: Breach, path: Path): Finding[] {
  const { data } = breach;
  const places = [placeOf(file, path, 'value')];
  if (isNameRule(breach)) {
    const rule = breach.params['pattern'] === BLOCK_NAME_PATTERN ? BLOCK_NAME_RULE : NAME_RULE;
    const suggestion = file.confidential ? undefined : suggestName(String(data));
    const hint = `write ${suggestion ?? 'for example my-name'}`;
    const subject = file.confidential ? 'this' : JSON.stringify(data);
    return [error(new Problem('NAME_INVALID', `${subject} is not a name: ${rule}`, { hint, places }))];
  }
  const list = path.findLast((step) => typeof step === 'string') ?? '';
  const isItem = typeof path.at(-1) === 'number';
  const hint =
    path.length === 0
      ? beginning(file)
      : (listAdvice(file, breach, path) ?? repair(breach, sourceText(file, path), list, isItem));
  const demand = data === null ? 'is empty' : `must be ${expectation(breach)}, not ${describe(data, file)}`;
  const details = { places, ...(hint === undefined ? {} : { hint }) };
  return [error(new Problem('VALUE_INVALID', `${subjectOf(path, list)} ${demand}`, details))];
}

function beginning(file: SourceFile<unknown>): string {
  const { node } = locate(file.document, []);
  const [start] = isNode(node) && node.range ? node.range : [0];
  const equation = file.confidential ? undefined : colonAdvice(restAt(file.text, start));
  return equation ?? `begin it with name: …${Array.isArray(file.value) ? ', without "- " before it' : ''}`;
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

/** A JSON pointer as the path it stands for in `value`. */
export function toPath({ instancePath }: Breach, value: unknown): Path {
  let at = value;
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(at) ? Number(key) : key;
      // What another breach led to may have been taken out with it.
      at = (at as Record<string | number, unknown> | null | undefined)?.[step];
      return step;
    });
}
