import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Fence, nameOf, readFences, root } from './page.ts';

const PAGES = ['workspace', 'blocks', 'inheritance', 'configuration', 'workflows'];

const published = (name: string): object =>
  JSON.parse(readFileSync(join(root, `docs/reference/schema/${name}.json`), 'utf8')) as object;

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
const validators = new Map([
  ['workspace.poly', ajv.compile(published('workspace'))],
  ['block.poly', ajv.compile(published('block'))],
  // It only adds to what is written elsewhere.
  ['secrets.poly', ajv.compile({ ...published('workspace'), $id: 'secrets of a page', required: [] })],
  ['polycrate.yml', ajv.compile(published('user'))],
]);

const examples = PAGES.flatMap((page) => {
  const path = `docs/guide/${page}.md`;
  const fences = readFences(path).filter(({ language }) => language === 'yaml');
  return fences.map((fence, index): [string, Fence] => [
    `${path}, example ${String(index + 1)}: ${fence.file ?? 'a fragment'}`,
    fence,
  ]);
});

describe('an example of the guide', () => {
  test.each(examples)('%s says what editors and polycrate understand', (_title, fence) => {
    const value: unknown = parse(fence.text);
    expect(value).toEqual(expect.anything());
    const validate = validators.get(nameOf(fence) ?? '');
    if (fence.file === undefined) return;
    if (validate === undefined) throw new TypeError(`no schema for ${fence.file}`);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });
});
