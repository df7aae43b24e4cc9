import { describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFiles } from '../../../src/adapters/disk/index.ts';
import { resolveWorkspace } from '../../../src/resolve/index.ts';
import { loadWorkspace } from '../../../src/workspace/index.ts';

const examples = join(import.meta.dirname, '../../../examples');

describe('an example', () => {
  test.each(readdirSync(examples))('%s is valid without a warning', async (name) => {
    const written = await loadWorkspace(join(examples, name), createFiles());
    const { warnings, workflows } = resolveWorkspace(written, { version: '0.0.0' });
    expect(warnings).toEqual([]);
    expect(workflows).not.toEqual([]);
  });
});
