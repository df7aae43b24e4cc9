import { createHash } from 'node:crypto';
import { LineCounter } from 'yaml';
import { RULES_FINGERPRINT } from '../schema/generated/validators.js';
import { VERSION } from '../version.ts';
import { compose } from './compose.ts';
import type { SourceFile } from './written.ts';

/** Says everything the value of a faultless file depends on: its text, what it is read as, the schemas, and the version of the code that reads it. */
export function fingerprint(kind: string, text: string): string {
  return createHash('sha256').update(`${VERSION} ${RULES_FINGERPRINT} ${kind}\n${text}`).digest('base64');
}

/** A file whose value is known already; its syntax tree is made when a place in it is asked for. */
export function recallSource<T>(
  { path, text, confidential }: Pick<SourceFile<T>, 'path' | 'text' | 'confidential'>,
  value: T,
): SourceFile<T> {
  let tree: Pick<SourceFile<T>, 'document' | 'lines'> | undefined;
  const parse = (): Pick<SourceFile<T>, 'document' | 'lines'> => {
    const lines = new LineCounter();
    return { document: compose(text, lines, Infinity).document, lines };
  };
  return {
    path,
    text,
    value,
    confidential,
    get document() {
      return (tree ??= parse()).document;
    },
    get lines() {
      return (tree ??= parse()).lines;
    },
  };
}

/** False for data that JSON would change: infinities, not-a-number, minus zero. */
export function survivesJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return Object.values(value).every(survivesJson);
}
