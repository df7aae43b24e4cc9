import { describe, expect, test } from '@jest/globals';
import { breachesOf, port } from './config-schema-support.ts';

describe('a config that breaks its schema is told', () => {
  test.each([
    [
      port({ type: 'integer' }),
      { port: '80' },
      '"port" must be a whole number, not the string "80" | write it without quotes',
    ],
    [
      port({ type: 'integer', default: 8080 }),
      { port: 'a' },
      '"port" must be a whole number, not the string "a" | write for example 8080',
    ],
    [port({ type: 'number' }), { port: 'a' }, '"port" must be a number, not the string "a" | write for example 1'],
    [port({ type: 'boolean' }), { port: 'yes' }, '"port" must be true or false, not the string "yes" | write true'],
    [
      port({ type: ['string', 'null'] }),
      { port: [] },
      '"port" must be a string or empty, not a list | write for example some-port',
    ],
    [port({ type: 'string' }), { port: null }, '"port" is empty, and must be a string | write for example some-port'],
    [
      port({ type: 'integer', maximum: 65535 }),
      { port: 70000 },
      '"port" must be at most 65535, not the number 70000 | write 65535',
    ],
    [
      port({ enum: ['http', 'https'] }),
      { port: 'htps' },
      '"port" must be one of http, https, not the string "htps" | write https',
    ],
    [port({ const: 80 }), { port: 81 }, '"port" must be 80, not the number 81 | write 80'],
    [port({ minLength: 3 }), { port: 'a' }, '"port" must have at least 3 characters, not 1 | undefined'],
    [port({ minItems: 2 }), { port: [1] }, '"port" must have at least 2 items, not 1 | add 1 more'],
    [port({ maxProperties: 1 }), { port: { a: 1, b: 2 } }, '"port" must have at most 1 key, not 2 | remove 1'],
    [
      port({ uniqueItems: true }),
      { port: ['a', 'b', 'a'] },
      'items 1 and 3 of "port" are equal | remove one of the two',
    ],
    [port({ multipleOf: 5 }), { port: 7 }, '"port" must be a multiple of 5, not the number 7 | write 5'],
    [
      port({ contains: { type: 'string' } }),
      { port: [1] },
      '"port" has no item of the kind that the schema wants | undefined',
    ],
    [port({ not: { type: 'string' } }), { port: 'a' }, '"port" is what the schema rules out | undefined'],
    [
      port({ pattern: '^[a-z]+$', examples: ['80', 'http'] }),
      { port: 'A' },
      '"port" must be text that matches ^[a-z]+$, not the string "A" | write for example http',
    ],
    [
      port({ pattern: '^[0-9]+%$', description: 'A share such as 50%.' }),
      { port: 'A' },
      '"port" must be text that matches ^[0-9]+%$, not the string "A" | write it as schema.json describes it: A share such as 50%.',
    ],
  ])('%j %j', async (schema, config, expected) => {
    expect(await breachesOf(schema, config)).toEqual([`wrong port: ${expected}`]);
  });

  test.each([
    [
      'an item of a list',
      port({ items: { type: 'integer' } }),
      { port: [1, 'b'] },
      'wrong port.1: item 2 of "port" must be a whole number, not the string "b" | write for example 1',
    ],
    [
      'a missing key',
      port({ type: 'integer', minimum: 1024 }, { required: ['port'] }),
      {},
      'missing port: "config" has no "port" | 1024',
    ],
    [
      'a missing map, with what it needs',
      port({ type: 'object', required: ['host'], properties: { host: { type: 'string' } } }, { required: ['port'] }),
      {},
      'missing port: "config" has no "port" | { host: some-host }',
    ],
    [
      'a key that another one needs',
      { dependentRequired: { tls: ['host'] } },
      { tls: true },
      'missing host: "config" has no "host", which "tls" needs | some-host',
    ],
    [
      'a mistyped key, which is not missing as well',
      port({ type: 'integer' }, { required: ['port'], additionalProperties: false }),
      { prot: 80 },
      'unknown prot: "prot" is not a key of "config" | did you mean "port"?',
    ],
    [
      'a key too many',
      port({}, { additionalProperties: false }),
      { colour: 1 },
      'unknown colour: "colour" is not a key of "config" | remove it; known here: port',
    ],
    ['a key that must not be', port(false), { port: 1 }, 'unknown port: "port" is not a key of "config" | remove it'],
    [
      'the name of a key',
      { propertyNames: { pattern: '^[a-z]+$' } },
      { Port: 1 },
      'unknown Port: "Port" is not a key of "config" | remove it',
    ],
    [
      'what only holds under a condition',
      { if: { required: ['tls'] }, then: { required: ['host'] } },
      { tls: true },
      'missing host: "config" has no "host" | some-host',
    ],
  ])('%s', async (_what, schema, config, expected) => {
    expect(await breachesOf(schema, config)).toEqual([expected]);
  });

  test('but at most a hundred times', async () => {
    const config = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key${at}`, 'x']));
    expect(await breachesOf({ additionalProperties: { type: 'integer' } }, config)).toHaveLength(100);
  });

  test('without a word of a secret', async () => {
    const rules = [
      { type: 'integer' },
      { enum: ['hunter3'] },
      { minLength: 20 },
      { maxLength: 3 },
      { pattern: 'x' },
      { const: 1 },
    ];
    for (const rule of rules) {
      const [said] = await breachesOf(port(rule), { port: 'hunter2' }, { confidential: true });
      expect(said).not.toMatch(/hunter2|\b7\b/);
    }
    const lone = await breachesOf(port({}, { additionalProperties: false }), { hunter2: null }, { confidential: true });
    expect(lone).toEqual(['unknown hunter2: this is not a key of "config" | remove it; known here: port']);
  });
});

describe('of a choice between several forms one breach is told', () => {
  const text = { type: 'string' };
  const s3 = {
    properties: { kind: { const: 's3' }, bucket: text },
    required: ['kind', 'bucket'],
    additionalProperties: false,
  };
  const nfs = { properties: { kind: { const: 'nfs' }, server: text }, required: ['kind', 'server'] };
  const direct = port({
    oneOf: [
      { type: 'object', ...s3 },
      { type: 'object', ...nfs },
    ],
  });
  const referred = port(
    { anyOf: [{ $ref: '#/$defs/s3' }, { $ref: '#/$defs/nfs' }] },
    { $defs: { s3: { type: 'object', ...s3 }, nfs: { type: 'object', ...nfs } } },
  );

  test.each([direct, referred])('the form that is meant: %#', async (schema) => {
    const told = (value: unknown) => breachesOf(schema, { port: value });
    expect(await told({ kind: 's3' })).toEqual(['missing port.bucket: "port" has no "bucket" | some-bucket']);
    expect(await told({ kind: 's3', bucke: 'x' })).toEqual([
      'unknown port.bucke: "bucke" is not a key of "port" | did you mean "bucket"?',
    ]);
    expect(await told({ kind: 'nfs', server: 3 })).toEqual([
      'wrong port.server: "server" must be a string, not the number 3 | put it in quotes',
    ]);
    expect(await told({ kind: 'smb', server: 'a' })).toEqual([
      'wrong port.kind: "kind" must be one of s3, nfs, not the string "smb" | write one of them',
    ]);
    expect(await told('x')).toEqual([
      'wrong port: "port" must be a map, not the string "x" | write key: value below "port"',
    ]);
    expect(await told({})).toEqual(['missing port.kind: "port" has no "kind" | s3']);
    expect(await told({ kind: 'nfs', server: 'a' })).toEqual([]);
  });

  test('all types together', async () => {
    const schema = port({ anyOf: [text, { type: 'array', items: text }] });
    expect(await breachesOf(schema, { port: 5 })).toEqual([
      'wrong port: "port" must be a string or a list, not the number 5 | put it in quotes',
    ]);
    expect(await breachesOf(schema, { port: ['a', 5] })).toEqual([
      'wrong port.1: item 2 of "port" must be a string, not the number 5 | put it in quotes',
    ]);
  });

  test('keys of which one must be there, or only one', async () => {
    const keys = [{ required: ['a'] }, { required: ['b'] }];
    expect(await breachesOf({ anyOf: keys }, {})).toEqual(['missing a: "config" has neither "a" nor "b" | some-a']);
    expect(await breachesOf({ oneOf: keys }, { a: 1, b: 2 })).toEqual([
      'wrong : "config" fits more than one of the forms of which the schema wants exactly one | remove "a" or "b"',
    ]);
  });

  test('what is wrong beside the choice is told as well', async () => {
    const schema = { properties: { a: { anyOf: [text, { type: 'null' }] }, b: text }, required: ['c'] };
    expect((await breachesOf(schema, { a: 1, b: 1 })).map((each) => each.split(':')[0]).sort()).toEqual([
      'missing c',
      'wrong a',
      'wrong b',
    ]);
  });
});
