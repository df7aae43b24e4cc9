import { nearest } from '../nearest.ts';
import type { Breach } from './unions.ts';

/** The edit that mends a value of a schema.json, in JSON; undefined where none is known. */
export function jsonRemedy({ keyword, params, data }: Breach): string | undefined {
  if (keyword === 'enum') return choose(params['allowedValues'], data);
  if (keyword === 'const') return `write ${JSON.stringify(params['allowedValue'])}`;
  if (keyword === 'minimum') return `write ${String(params['limit'])}`;
  if (keyword === 'minItems') return 'write what it lists, or remove it';
  return keyword === 'type' ? retype([params['type']].flat().map(String), data) : undefined;
}

function choose(allowed: unknown, data: unknown): string {
  const values: readonly unknown[] = Array.isArray(allowed) ? allowed : [];
  const words = values.map(String);
  const meant = (text: string) => nearest(text, words) ?? words.find((each) => text !== '' && each.startsWith(text));
  const guess = typeof data === 'string' ? meant(data) : undefined;
  return guess === undefined ? 'write one of them in double quotes' : `write ${JSON.stringify(guess)}`;
}

function retype(types: readonly string[], data: unknown): string | undefined {
  const takes = (type: string): boolean => types.includes(type);
  const asText = typeof data === 'string' ? fromText(takes, data) : undefined;
  if (asText !== undefined) return asText;
  const isSingle = typeof data === 'number' || typeof data === 'boolean';
  if (isSingle && takes('string')) return `write ${JSON.stringify(String(data))}`;
  if (isSingle && takes('array')) return `write [${JSON.stringify(data)}]`;
  if (takes('object')) return 'write a map in braces: { "key": … }';
  if (takes('array')) return 'write a list in brackets: ["first", "second"]';
  return takes('boolean') ? 'write true or false' : undefined;
}

function fromText(takes: (type: string) => boolean, text: string): string | undefined {
  if (takes('boolean') && /^(?:true|false)$/i.test(text)) return `write ${text.toLowerCase()}, without quotes`;
  const isNumber = takes('integer') || takes('number');
  if (isNumber && /^-?\d+(?:\.\d+)?$/.test(text)) return 'write it without quotes';
  if (takes('array')) return `write [${JSON.stringify(text)}]`;
  return takes('object') && text !== '' ? `write { "type": ${JSON.stringify(text)} }` : undefined;
}
