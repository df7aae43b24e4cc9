import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfigSchema } from '../../../src/workspace/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { breachesOf, compiled, faultsOf, load, PATH, port, told } from './config-schema-support.ts';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

describe('a schema.json', () => {
  test('may not be there', async () => {
    expect(await loadConfigSchema(PATH, createMemoryFiles({}))).toEqual({ findings: [] });
  });

  test.each([
    undefined,
    'https://json-schema.org/draft/2020-12/schema',
    DRAFT_07,
    'http://json-schema.org/draft-07/schema',
  ])('is of the draft it names: %s', async ($schema) => {
    const list = { prefixItems: [{ type: 'integer' }] };
    const found = await breachesOf(port(list, $schema === undefined ? {} : { $schema }), { port: ['x'] });
    // Draft-07 does not know prefixItems.
    expect(found).toHaveLength($schema?.includes('draft-07') === true ? 0 : 1);
  });

  test('may use formats and keywords that nobody knows, tabs, and patterns of the older syntax', async () => {
    const text = `{\n\t"wibble": 3,\n\t"properties": { "port": { "format": "port", "pattern": "^a\\\\-b$" } }\n}`;
    expect(await breachesOf(text, { port: 'a-b' })).toEqual([]);
    expect(await breachesOf(text, { port: 'ab' })).toHaveLength(1);
  });

  test('may refer to its own parts and to itself, and name itself as another does', async () => {
    const tree = { $id: 'https://example.com/s', $defs: { port: { type: 'integer' } } };
    const one = await compiled({ ...tree, properties: { port: { $ref: '#/$defs/port' }, inner: { $ref: '#' } } });
    const two = await compiled({ ...tree, properties: { port: { type: 'string' } } });
    expect(one.check({ inner: { inner: { port: 'x' } } })).toMatchObject([{ path: ['inner', 'inner', 'port'] }]);
    expect(two.check({ port: 'x' })).toEqual([]);
    expect(
      (await compiled({ properties: { child: { $ref: '#' }, a: { type: 'string' } } })).check({ child: { a: 1 } }),
    ).toHaveLength(1);
  });

  test.each([
    ['{"a": 1,}', 'SCHEMA_INVALID 1:9 not JSON: a comma stands before this } | remove the comma'],
    ['{"a":1,\n"a":2}', 'SCHEMA_INVALID 2:1 the key "a" is written twice | keep one of the two'],
    ['{"__proto__": {}}', 'SCHEMA_INVALID 1:2 "__proto__" cannot be a key | choose another word'],
    ['[1]', 'SCHEMA_INVALID 1:1 a schema must be a map | write { "type": "object" } into it'],
    [
      '{"$schema": "http://json-schema.org/draft-04/schema#"}',
      'SCHEMA_INVALID 1:13 "$schema" names a draft of JSON Schema that polycrate does not know | write "$schema": "https://json-schema.org/draft/2020-12/schema"',
    ],
    [
      '{"type": "strng"}',
      'SCHEMA_INVALID 1:10 "type" must be one of array, boolean, integer, null, number, object, string, not the string "strng" | write "string"',
    ],
    [
      '{"type": ["object", "nul"]}',
      'SCHEMA_INVALID 1:21 item 2 of "type" must be one of array, boolean, integer, null, number, object, string, not the string "nul" | write "null"',
    ],
    [
      '{"properties": {"a": {"$ref": "#/$defs/prot"}}, "$defs": {"port": {}}}',
      'SCHEMA_INVALID 1:31 "$ref" leads nowhere: there is no #/$defs/prot in this file | write "$ref": "#/$defs/port"',
    ],
    [
      '{"$ref": "https://example.com/s.json"}',
      'SCHEMA_INVALID 1:10 "$ref" leads out of this file, and nothing is fetched: https://example.com/s.json | copy what it names below "$defs", and write "$ref": "#/$defs/NAME"',
    ],
    [
      '{"allOf": [{"$ref": "#"}]}',
      'SCHEMA_INVALID 1:1 this schema refers to itself without end | remove the "$ref" that leads back to where it stands',
    ],
    [
      '{"properties": {"a": {"pattern": "("}}}',
      'SCHEMA_INVALID 1:34 not a regular expression: ( | mend it; \\ before a character of the pattern itself is written \\\\ in JSON',
    ],
    [
      '{"patternProperties": {"[": {}}}',
      'SCHEMA_INVALID 1:24 not a regular expression: [ | mend it; \\ before a character of the pattern itself is written \\\\ in JSON',
    ],
    ['{"$async": true}', 'SCHEMA_INVALID 1:12 "$async" has no meaning here | remove it'],
    [
      '{"nullable": true}',
      'SCHEMA_INVALID 1:1 this schema cannot be used: "nullable" cannot be used without "type" | change what is named, or remove it',
    ],
  ])('%s is told off', async (text, expected) => {
    expect(await faultsOf(text)).toEqual([expected]);
  });

  test('that is wrong in several places is told all of them', async () => {
    expect(await faultsOf({ properties: { a: { type: 3 }, b: { minimum: 'x' } }, required: 'a' })).toHaveLength(3);
  });

  test('of more than 1 MiB is not even read', async () => {
    const { schema, findings } = await load({ sizeBytes: 1024 * 1024 + 1 });
    expect(schema).toBeUndefined();
    expect(findings.map(({ problem }) => told(problem))).toEqual([
      'FILE_TOO_LARGE 1:1 a schema.json has at most 1 MiB | keep only the schema of the config in it',
    ]);
  });

  test('that is no text, or may not be read, is a finding like any other', async () => {
    const codes = await Promise.all([Buffer.from([0xff, 0x00]), { denied: true } as const].map(load));
    expect(codes.map(({ findings }) => findings[0]?.problem.code)).toEqual(['FILE_NOT_TEXT', 'FILE_UNREADABLE']);
  });

  test('after a broken one is as good as before', async () => {
    for (const broken of [{ $ref: '#/x' }, { pattern: '(' }, { allOf: [{ $ref: '#' }] }]) {
      await faultsOf(broken);
      expect(await breachesOf(port({ type: 'string' }), { port: 1 })).toHaveLength(1);
    }
  });
});

describe('nothing takes forever', () => {
  const endless = async (schema: unknown, config: unknown): Promise<void> => {
    const rule = await compiled(schema);
    const begin = performance.now();
    for (let run = 0; run < 3; run += 1)
      expect(rule.check(config).map(({ tell }) => tell({ confidential: true }).message)).toEqual([
        'holding "config" against its schema takes longer than a second',
      ]);
    expect(performance.now() - begin).toBeLessThan(2_000);
  };

  test('a pattern that tries every way there is', async () => {
    await endless(port({ pattern: '^(a+)+$' }), { port: `${'a'.repeat(60)}!` });
  });

  test('references to references', async () => {
    const twice = (at: number) => ({ allOf: [{ $ref: `#/$defs/a${at}` }, { $ref: `#/$defs/a${at}` }] });
    const more = Array.from({ length: 40 }, (_, at) => [`a${at + 1}`, twice(at)] as const);
    await endless(port({ $ref: '#/$defs/a40' }, { $defs: { a0: { type: 'string' }, ...Object.fromEntries(more) } }), {
      port: 'x',
    });
  });

  test('whatever a schema says, and whatever it is given, only findings and breaches with words come out', async () => {
    const words = [
      'type',
      'properties',
      'items',
      'anyOf',
      'oneOf',
      'not',
      'allOf',
      'if',
      'then',
      '$ref',
      'pattern',
      'enum',
    ];
    const more = ['const', 'required', 'minimum', '$id', '$defs', 'contains', 'dependentRequired', '$anchor', 'a', 'b'];
    const values = ['object', 'string', '#', '#/$defs/a', '(', '^a+$', 'a', 1, -1, true, false, null, 'http://x/y'];
    const { schema } = fc.letrec((tie) => ({
      schema: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(...values),
        fc.dictionary(fc.constantFrom(...words, ...more), tie('schema'), { maxKeys: 4 }),
        fc.array(tie('schema'), { maxLength: 3 }),
      ),
    }));
    const map = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(schema, map, async (rules, config) => {
        const { schema: rule, findings } = await load(JSON.stringify(rules));
        for (const { problem } of findings) expect(problem.places[0]?.line).toBeGreaterThan(0);
        for (const { tell } of rule?.check(config) ?? []) expect(tell({ confidential: false }).message).toMatch(/./);
      }),
      { numRuns: 300 },
    );
  });
});
