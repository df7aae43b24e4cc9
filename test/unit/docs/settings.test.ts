import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_OPTIONS } from '../../../src/cli/preferences.ts';
import { SETTINGS } from '../../../src/schema/generated/validators.js';
import { root } from './page.ts';

const page = readFileSync(join(root, 'docs/guide/configuration.md'), 'utf8');
const rows = new Map([...page.matchAll(/^\| `([\w.-]+)` \|.*$/gm)].map(([row, key = '']) => [key, row]));

describe('the page about configuration', () => {
  test.each(Object.keys(SETTINGS))('has the setting %s, with its variable or among those without effect', (key) => {
    const row = rows.get(key);
    if (row === undefined) expect(page.slice(page.indexOf('no effect yet'))).toContain(`\`${key}\``);
    else expect(row).toContain(`\`POLYCRATE_${key.replaceAll(/[.-]/g, '_').toUpperCase()}\``);
  });

  test.each(Object.entries(SETTING_OPTIONS))('has the option of %s', (key, [, option]) => {
    expect(rows.get(key)).toContain(`\`${option}\``);
  });
});
