import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');

/** What editors hold a file against. */
const published = (name: string): object =>
  JSON.parse(readFileSync(join(root, `docs/reference/schema/${name}.json`), 'utf8')) as object;

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const validators = {
  'workspace.poly': ajv.compile(published('workspace')),
  'block.poly': ajv.compile(published('block')),
  // It only adds to what is written elsewhere.
  'secrets.poly': ajv.compile({ ...published('workspace'), $id: 'secrets', required: [] }),
};
const isKnown = (name: string): name is keyof typeof validators => name in validators;

// Workspaces of the existing tool are there to be told off.
const files = ['examples', 'test/fixtures/workspaces'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.poly') && !path.endsWith('Dockerfile.poly') && !path.startsWith('legacy-'))
    .map((path) => `${folder}/${path}`),
);

describe('what editors say about our own files', () => {
  test.each(files)('%s obeys the published schema', (path) => {
    const name = basename(path);
    if (!isKnown(name)) throw new TypeError(`no schema for ${path}`);
    const validate = validators[name];
    validate(parse(readFileSync(join(root, path), 'utf8')));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('a slip of the pen is told', () => {
    const validate = validators['block.poly'];
    expect(validate({ name: 'shop', acitons: [] })).toBe(false);
    expect(validate.errors?.[0]?.params).toEqual({ additionalProperty: 'acitons' });
  });
});
