import { describe, expect, test } from '@jest/globals';
import { RECIPE_LABEL } from '../../src/toolchain/index.ts';
import { VERSION } from '../../src/version.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario } from '../support/command-line.ts';

const OWN = `ghcr.io/polycrate/toolchain:${VERSION}`;
const PLAIN = { 'workspace.poly': 'name: acme\n' };
const idOf = (digit: string): string => `sha256:${digit.repeat(64)}`;
const image = (name: string, digit: string) => ({
  ...describeImage(name),
  id: idOf(digit),
  labels: { [RECIPE_LABEL]: 'x' },
});
const lockOf = (name: string, digit: string): string =>
  JSON.stringify({ schema: 1, image: name, source: 'built', platforms: { 'linux/amd64': { digest: idOf(digit) } } });

describe('polycrate toolchain list', () => {
  test('tells which image is used, and which is locked', async () => {
    const engine = new FakeContainerEngine({ images: [image(OWN, '1'), image('old:1', '2')] });
    await using ws = await scenario(PLAIN, { engine });
    const notes = async () => {
      const { stdout } = await ws.polycrate('toolchain', 'list', '-o', 'json');
      return (JSON.parse(stdout) as { tags: string[]; note: string }[]).map(({ tags, note }) => [tags[0], note]);
    };
    expect(await notes()).toEqual([
      [OWN, 'used'],
      ['old:1', ''],
    ]);
    await ws.write('toolchain.lock', lockOf(OWN, '2'));
    expect(await notes()).toEqual([
      [OWN, 'not what is locked'],
      ['old:1', 'locked'],
    ]);
  });
});

describe('polycrate toolchain update', () => {
  test('pulls the image again, locks it, and shows the difference', async () => {
    const engine = new FakeContainerEngine({ images: [image(OWN, '1')], pullable: [OWN] });
    await using ws = await scenario(PLAIN, { engine });
    await ws.write('toolchain.lock', lockOf(OWN, '1'));
    const { status, stdout } = await ws.polycrate('toolchain', 'update');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^toolchain.lock changed: .*\n {2}linux\/amd64 sha256:1{12} → sha256:[0-9a-f]{12}\n/);
  });
});

describe('polycrate toolchain prune', () => {
  const images = [
    image(OWN, '1'),
    image('old:1', '2'),
    image('locked:1', '3'),
    image('elsewhere:1', '4'),
    image('busy:1', '5'),
  ];

  test('removes what neither a known workspace nor a container needs', async () => {
    const engine = new FakeContainerEngine({ images });
    engine.usedImages.add(idOf('5'));
    await using ws = await scenario(
      {
        ...PLAIN,
        'toolchain.lock': lockOf('locked:1', '3'),
        '.polycrate/workspaces/other/workspace.poly':
          'name: other\nconfig: {image: {reference: elsewhere, version: "1"}}\n',
      },
      { engine },
    );
    const dry = await ws.polycrate('toolchain', 'prune', '--dry-run');
    expect(dry.stdout).toBe('2 images would be removed; 3 kept\n  old:1\n  busy:1\n');
    expect(await ws.polycrate('toolchain', 'prune')).toMatchObject({ status: 64 });
    const { stdout } = await ws.polycrate('toolchain', 'prune', '--yes');
    expect(stdout).toBe('1 image removed; 4 kept\n  old:1\n  1 in use by containers\n');
    expect(await engine.findImage('old:1')).toBeUndefined();
    expect(await engine.findImage('elsewhere:1')).toBeDefined();
  });

  test('removes nothing while a lock cannot be read', async () => {
    const engine = new FakeContainerEngine({ images });
    await using ws = await scenario({ ...PLAIN, 'toolchain.lock': '{' }, { engine });
    expect(await ws.polycrate('toolchain', 'prune', '--yes')).toMatchObject({ status: 65 });
    expect(await engine.findImage('old:1')).toBeDefined();
  });
});
