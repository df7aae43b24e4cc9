import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Shown } from '../../../src/cli/commands/plan.ts';
import type { RecordFile } from '../../../src/record/index.ts';
import type { PlanDocument } from '../../../src/schema/plan.ts';
import { PUBLISHED } from '../../../src/schema/published.ts';
import type { RecordDocument } from '../../../src/schema/record.ts';
import { defaultSettings } from '../../../src/schema/settings.ts';

type Schema = Readonly<Record<string, unknown>>;

const strictly = () =>
  new Ajv({ strict: true, allErrors: true, allowUnionTypes: true, formats: { 'date-time': true }, logger: false });

/** Every schema inside `schema` with the way that leads to it. */
function* schemasIn(schema: Schema, way: string): Generator<{ readonly way: string; readonly schema: Schema }> {
  yield { way, schema };
  const { properties = {}, items, additionalProperties } = schema as Partial<Record<string, Record<string, Schema>>>;
  for (const [key, value] of Object.entries(properties)) yield* schemasIn(value, `${way}.${key}`);
  if (items !== undefined) yield* schemasIn(items, `${way}[]`);
  if (typeof additionalProperties === 'object') yield* schemasIn(additionalProperties, `${way}.*`);
}

describe.each(PUBLISHED)('the published schema of $of', ({ name, document }) => {
  test('obeys its meta-schema, and a strict validator has no objection to it', () => {
    const ajv = strictly();
    expect(ajv.validateSchema(document, true)).toBe(true);
    expect(ajv.compile(document)).toBeInstanceOf(Function);
  });

  test('says what it is', () => {
    expect(document['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(document['$id']).toMatch(new RegExp(`^https://.*/docs/reference/schema/${name}\\.json$`));
    expect(document['title']).toMatch(/./);
    expect(document['description']).toMatch(/\.$/);
  });

  test('describes every key in a sentence', () => {
    const ways = [...schemasIn(document, name)];
    const silent = ways.filter(
      ({ way, schema }) => /\.[^*[\]]+$/.test(way) && !/\.$|…$/.test(String(schema['description'])),
    );
    expect(silent.map(({ way }) => way)).toEqual([]);
  });

  test('has defaults and examples that obey it, and tells the defaults in words too', () => {
    for (const { way, schema } of schemasIn(document, name)) {
      const { default: preset, examples = [] } = schema as { default?: unknown; examples?: readonly unknown[] };
      const values = preset === undefined ? examples : [preset, ...examples];
      const check = strictly().compile({ ...schema, $id: way });
      for (const value of values) expect({ way, value, isValid: check(value) }).toEqual({ way, value, isValid: true });
      if (preset !== undefined)
        expect(schema['description']).toMatch(new RegExp(`Default: ${JSON.stringify(preset).replaceAll('"', '')}\\.$`));
    }
  });

  test('holds nothing that only polycrate understands', () => {
    expect(JSON.stringify(document)).not.toContain('"expected"');
  });
});

test('the defaults of the settings are those that are published', () => {
  const workspace = PUBLISHED.find(({ name }) => name === 'workspace')!.document;
  const settings: unknown = defaultSettings('1.0.0');
  const published = [...schemasIn(workspace, '')].filter(
    ({ way, schema }) => way.startsWith('.config.') && schema['default'] !== undefined,
  );
  expect(published.length).toBeGreaterThan(10);
  for (const { way, schema } of published) {
    const keys = way.split('.').slice(2);
    const effective = keys.reduce<unknown>((at, key) => (at as Schema | undefined)?.[key], settings);
    // Those without a counterpart have no effect yet, or are another way to write one that has.
    if (effective !== undefined) expect({ way, value: schema['default'] }).toEqual({ way, value: effective });
  }
});

describe('the types', () => {
  /** What JSON keeps of a type: nothing is read-only, and what may be undefined may be left out. */
  type Plain<T> = T extends readonly (infer I)[]
    ? Plain<I>[]
    : T extends object
      ? { -readonly [K in keyof T as undefined extends T[K] ? never : K]: Plain<T[K]> } & {
          -readonly [K in keyof T as undefined extends T[K] ? K : never]?: Plain<Exclude<T[K], undefined>>;
        }
      : T;
  type Agree<A, B> = [Plain<A>, Plain<B>] extends [Plain<B>, Plain<A>] ? true : false;

  test('of records and plans agree with their schemas in both directions', () => {
    const record: Agree<RecordFile, RecordDocument> = true;
    const plan: Agree<Shown, PlanDocument> = true;
    const notAny: Agree<Shown, RecordDocument> = false;
    expect([record, plan, notAny]).toEqual([true, true, false]);
  });
});
