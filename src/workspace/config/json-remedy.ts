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
  const guess = typeof data === 'string' ? nearest(data, values.map(String)) : undefined;
  return guess === undefined ? 'write one of them in double quotes' : `write ${JSON.stringify(guess)}`;
}

function retype(types: readonly string[], data: unknown): string | undefined {
  const takes = (type: string): boolean => types.includes(type);
  if (typeof data === 'string') {
    if (takes('boolean') && /^(?:true|false)$/i.test(data)) return `write ${data.toLowerCase()}, without quotes`;
    if ((takes('integer') || takes('number')) && /^-?\d+(?:\.\d+)?$/.test(data)) return 'write it without quotes';
    if (takes('array')) return `write [${JSON.stringify(data)}]`;
    if (takes('object') && data !== '') return `write { "type": ${JSON.stringify(data)} }`;
  }
  if (takes('string') && ['number', 'boolean'].includes(typeof data)) return `write ${JSON.stringify(String(data))}`;
  if (takes('array') && (typeof data === 'number' || typeof data === 'boolean'))
    return `write [${JSON.stringify(data)}]`;
  if (takes('object')) return 'write a map in braces: { "key": … }';
  if (takes('array')) return 'write a list in brackets: ["first", "second"]';
  return takes('boolean') ? 'write true or false' : undefined;
}
