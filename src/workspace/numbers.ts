import { basename } from 'node:path';
import { type Document, isMap, isScalar, isSeq } from 'yaml';
import type { Complaint } from './lines.ts';
import { isMergeKey, keyText, type Path } from './nodes.ts';
import { toPlain } from './scalar.ts';
import { quoted } from './wording.ts';

/** Leading zeros, zeros behind a version such as 1.30, a hash such as 1234e5, and 1_000, which was a number in YAML 1.1. */
const ALTERED =
  /^[-+]?(?:0[0-9]+(?:\.[0-9]*)?|[1-9][0-9]*\.[0-9]*[1-9]0+|[0-9]{2,}[eE][0-9]+|[0-9]{1,3}(?:_[0-9]{3})+)$/;
/** Keys below which values are free, and mean what they are read as. */
const FREE: ReadonlySet<unknown> = new Set(['config', 'globals', 'meta', 'env', 'labels']);

/** True for unquoted text that is read as a number, or not as one, although most likely the opposite is meant. */
export function isAltered(written: string): boolean {
  const first = written.charCodeAt(0);
  // Most text begins with none of + - . 0-9.
  return first <= 0x39 && first >= 0x2b && ALTERED.test(written);
}

/** The free values of the file at `path` of which that is true; other values are taken as their schema wants them. */
export function findAltered(path: string, document: Document, confidential: boolean): Complaint[] {
  const found: Complaint[] = [];
  const walk = (node: unknown, way: Path, isFree: boolean): void => {
    if (isSeq(node))
      node.items.forEach((item, index) => {
        walk(item, [...way, index], isFree);
      });
    else if (isMap(node)) {
      for (const { key, value } of node.items) {
        const text = isMergeKey(key) ? undefined : keyText(key, document);
        if (text !== undefined) walk(value, [...way, text], isFree || opensFree(path, way, text));
      }
    } else if (isFree && isScalar(node) && node.type === 'PLAIN' && node.range && isAltered(node.source ?? '')) {
      found.push({ ...tell(way, node.source ?? '', confidential), range: [node.range[0], node.range[1]] });
    }
  };
  walk(document.contents, [], false);
  return found;
}

/** The top of a workspace file, and that of a user, has settings below "config", which are not free. */
function opensFree(path: string, way: Path, key: string): boolean {
  const isSettings = way.length === 0 && key === 'config' && /^(?:workspace|secrets)\.poly$/.test(basename(path));
  return FREE.has(key) && !isSettings && !path.endsWith('.json');
}

function tell(way: Path, written: string, confidential: boolean): Omit<Complaint, 'range'> {
  const last = way.at(-1);
  const subject = typeof last === 'string' ? `"${last}"` : 'this item';
  if (confidential) return { message: `${subject} is not read as it is written`, hint: quoted('', true) };
  const value = toPlain(written);
  if (typeof value === 'string') {
    const hint = `write ${written.replaceAll('_', '')}, or "${written}" if it is text`;
    return { message: `${subject} is read as text, although it looks like a number`, hint };
  }
  return { message: `${subject} is read as the number ${String(value)}`, hint: quoted(written, false) };
}
