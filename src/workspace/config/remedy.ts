import { isPlainMap } from '../map.ts';
import { nearest } from '../nearest.ts';
import { repair } from '../repair.ts';
import { plainly, type Quotable } from './demand.ts';
import { jsonRemedy } from './json-remedy.ts';
import { writeValue } from './sample.ts';
import type { Breach } from './unions.ts';

/** The edit that most likely mends a wrong value, or undefined; `sample` makes one that the schema takes. */
export function remedy(
  key: string,
  breach: Breach,
  { quotable, sample }: { readonly quotable: Quotable; readonly sample: () => unknown },
): string | undefined {
  if (quotable.isJson === true) return jsonRemedy(breach);
  const known = rewrite(breach, quotable) ?? recount(breach) ?? retype(key, breach, quotable);
  if (known !== undefined) return known;
  // Nobody should take what we make up for a secret.
  const example = quotable.confidential ? undefined : sample();
  if (example !== undefined) return `write for example ${writeValue(example)}`;
  const { description } = breach.parentSchema;
  const [line] = typeof description === 'string' ? description.trim().split('\n') : [];
  return line === undefined || line === '' ? undefined : `write it as schema.json describes it: ${line}`;
}

/** Where a rule itself says what to write. */
function rewrite({ keyword, params, data }: Breach, { confidential }: Quotable): string | undefined {
  if (keyword === 'enum') {
    const values = (params['allowedValues'] as readonly unknown[]).map(plainly);
    const guess = typeof data === 'string' && !confidential ? guessFrom(values, data) : undefined;
    const only = values.length === 1 ? values[0] : undefined;
    return `write ${guess ?? only ?? 'one of them'}`;
  }
  if (keyword === 'const') return `write ${plainly(params['allowedValue'])}`;
  if (keyword === 'minimum' || keyword === 'maximum') return `write ${String(params['limit'])}`;
  const step = Number(params['multipleOf']);
  return keyword === 'multipleOf' && !confidential
    ? `write ${String(Math.round(Number(data) / step) * step)}`
    : undefined;
}

/** The value that was mistyped or cut short. */
function guessFrom(values: readonly string[], text: string): string | undefined {
  return nearest(text, values) ?? values.find((each) => text !== '' && each.startsWith(text));
}

/** Where something is too much or too little. */
function recount({ keyword, params, data, schema }: Breach): string | undefined {
  if (keyword === 'uniqueItems') return 'remove one of the two';
  if (keyword === 'oneOf') {
    const fits = [params['passingSchemas']].flat().map((at) => (schema as readonly unknown[])[Number(at)]);
    const keys = fits.flatMap((form): unknown[] =>
      isPlainMap(form) && Array.isArray(form['required']) ? form['required'] : [],
    );
    return `remove ${keys.length > 1 ? keys.map((key) => JSON.stringify(key)).join(' or ') : 'what makes it fit the others'}`;
  }
  if (!/(Items|Properties)$/.test(keyword) || params['limit'] === undefined) return undefined;
  const surplus = Object.keys(data as object).length - Number(params['limit']);
  return surplus > 0 ? `remove ${String(surplus)}` : `add ${String(-surplus)} more`;
}

/** Where a value is of the wrong type. */
function retype(key: string, breach: Breach, { confidential, written }: Quotable): string | undefined {
  const { keyword, params, data } = breach;
  if (keyword !== 'type' || data === null) return undefined;
  const types = [params['type']].flat();
  if (types.includes('string') || !(types.includes('number') || types.includes('integer')))
    return repair(breach, confidential ? undefined : written, key);
  if (confidential) return undefined;
  if (typeof data === 'number') return `write ${String(Math.round(data))}`;
  const isNumeric = typeof data === 'string' && data.trim() !== '' && Number.isFinite(Number(data));
  return isNumeric ? 'write it without quotes' : undefined;
}
