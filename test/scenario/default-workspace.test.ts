import { describe, expect, test } from '@jest/globals';
import { scenario, told } from '../support/command-line.ts';

const SHOP = { 'shop/workspace.poly': 'name: shop\norganization: acme\n' };

describe('workspace use with aliases in the user’s file', () => {
  const file = '.polycrate/polycrate.yml';

  test.each([
    ['use', '--none'],
    ['use', 'shop'],
  ])('tells where one needs the value that is to change: workspace %s %s', async (...words) => {
    const before = 'workspace: &a foo\nregistry:\n  url: *a\n';
    await using ws = await scenario({ ...SHOP, [file]: before });
    await ws.polycrate('workspace', 'add', 'shop');
    const stderr = told('VALUE_INVALID', await ws.polycrate('workspace', ...words), ws);
    expect(stderr).toContain('"workspace" in <folder>/.polycrate/polycrate.yml cannot change: *a takes its value');
    expect(stderr).toContain('polycrate.yml:3:8\n');
    expect(stderr).toContain('hint  write the value there instead of *a: $EDITOR ');
    expect(await ws.read(file)).toBe(before);
  });

  test('tells far too many', async () => {
    const levels = 'abcdefgh'.split('').map((key, at, all) => {
      const below = at === 0 ? 'x' : `*${all[at - 1] ?? ''}`;
      return `${key}: &${key} [${Array.from({ length: 9 }, () => below).join(', ')}]\n`;
    });
    await using ws = await scenario({ ...SHOP, [file]: levels.join('') });
    await ws.polycrate('workspace', 'add', 'shop');
    told('YAML_INVALID', await ws.polycrate('workspace', 'use', 'shop'), ws);
    expect(await ws.read(file)).toBe(levels.join(''));
  });

  test('tells one that has no anchor, and follows one that has', async () => {
    await using ws = await scenario({ ...SHOP, [file]: 'url: *b\n' });
    await ws.polycrate('workspace', 'add', 'shop');
    const stderr = told('YAML_INVALID', await ws.polycrate('workspace', 'use', 'shop'), ws);
    expect(stderr).toContain('polycrate.yml:1:6\n');
    await ws.write(file, 'url: &b x\nother: *b\n');
    expect(await ws.polycrate('workspace', 'use', 'shop')).toMatchObject({ status: 0 });
    expect(await ws.read(file)).toBe('url: &b x\nother: *b\nworkspace: acme/shop\n');
  });
});
