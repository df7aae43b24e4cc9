import { test } from '@jest/globals';
import fc from 'fast-check';
import { mutated, PATIENCE_MS, PIECES, readTexts, RUNS, survive } from '../../support/fuzz.ts';
import { yamlDocument } from '../../support/yaml-documents.ts';

const FILES = /(?:\.poly|schema\.json)$/;
const below = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/ws/${name}`, text]));
const workspaces = [
  ...['examples/hello', 'examples/terraform-to-ansible', 'test/fixtures/workspaces/platform'],
  ...['legacy-2022', 'legacy-2023', 'legacy-2025', 'seed-pattern-3'].map((name) => `test/fixtures/workspaces/${name}`),
].map((folder) => below(readTexts(folder, FILES)));

const run = (property: fc.IAsyncProperty<unknown>): Promise<void> => fc.assert(property as never, RUNS);

test(
  'real workspaces with changes anywhere lead to a workspace or to Problems with places',
  async () => {
    const changed = fc
      .constantFrom(...workspaces)
      .chain((files) =>
        fc
          .constantFrom(...Object.keys(files))
          .chain((file) => mutated([files[file] ?? '']).map((text) => ({ ...files, [file]: text }))),
      );
    await run(fc.asyncProperty(changed, (files) => survive(files)));
  },
  PATIENCE_MS,
);

const everywhere = (bytes: Buffer): Promise<void> =>
  survive({ '/ws/workspace.poly': bytes, '/ws/blocks/a/block.poly': bytes, '/ws/secrets.poly': bytes });

test(
  'any bytes do',
  async () => {
    await run(fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), (bytes) => everywhere(Buffer.from(bytes))));
  },
  PATIENCE_MS,
);

test(
  'anything near YAML does',
  async () => {
    const parts = fc.array(fc.constantFrom(...PIECES, 'script', 'steps', 'config', 'shop'), { maxLength: 40 });
    await run(fc.asyncProperty(parts, (each) => everywhere(Buffer.from(`name: acme\n${each.join('')}`))));
  },
  PATIENCE_MS,
);

test(
  'YAML of every kind does, with the keys of a workspace in it',
  async () => {
    await run(fc.asyncProperty(yamlDocument, (text) => everywhere(Buffer.from(text))));
  },
  PATIENCE_MS,
);
