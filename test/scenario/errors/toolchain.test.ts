import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from '@jest/globals';
import { VERSION } from '../../../src/version.ts';
import { describeImage, FakeContainerEngine } from '../../fakes/container-engine.ts';
import { expectWording, scenario, told, type Scenario } from '../../support/command-line.ts';

const OWN = `ghcr.io/polycrate/toolchain:${VERSION}`;
const WORKSPACE = {
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly': 'name: web\nactions: [{name: say, script: echo hi}]\n',
};
const here = { ...describeImage(OWN), id: `sha256:${'1'.repeat(64)}` };
const SAY = ['run', 'web', 'say'];

function lockOf({ image = OWN, source = 'built', platform = 'linux/amd64', digit = '2' } = {}): string {
  const platforms = { [platform]: { digest: `sha256:${digit.repeat(64)}` } };
  return `${JSON.stringify({ schema: 1, image, source, platforms }, undefined, 2)}\n`;
}

const locked = (lock: string, images: readonly (typeof here)[] = [here]): Promise<Scenario> =>
  scenario({ ...WORKSPACE, 'toolchain.lock': lock }, { engine: new FakeContainerEngine({ images }) });

describe('what a person reads when the toolchain', () => {
  test('is not the locked one', async () => {
    const code = 'TOOLCHAIN_DRIFT';
    await using other = await locked(lockOf());
    await using none = await locked(lockOf(), []);
    await using pulled = await locked(lockOf({ source: 'pulled' }));
    await using moved = await locked(lockOf(), [here, { ...here, id: `sha256:${'2'.repeat(64)}`, tags: ['kept'] }]);
    const { stderr } = await moved.polycrate(...SAY);
    expectWording(code, {
      'another image of that name': told(code, await other.polycrate(...SAY), other),
      'no image of that name': told(code, await none.polycrate(...SAY), none),
      'a digest the registry does not have': told(code, await pulled.polycrate(...SAY), pulled),
      'another image is asked for': told(code, await other.polycrate(...SAY, '--image-version', '9'), other),
      'the name has moved': stderr
        .slice(stderr.indexOf('warning'), stderr.indexOf('✔'))
        .replaceAll(`:${VERSION}`, ':<version>'),
    });
  });

  test('is not locked', async () => {
    const code = 'TOOLCHAIN_UNLOCKED';
    await using bare = await scenario(WORKSPACE);
    await using elsewhere = await locked(lockOf({ platform: 'linux/riscv64' }));
    expectWording(code, {
      'no lock, and --frozen': told(code, await bare.polycrate('toolchain', 'verify', '--frozen'), bare),
      'only for another platform': told(code, await elsewhere.polycrate(...SAY), elsewhere),
    });
  });

  test('would travel with a secret', async () => {
    const code = 'SECRET_EXPOSED';
    await using site = await locked(lockOf({ digit: '1' }));
    await site.write('secrets.poly', 'config: { globals: { token: canary-4711-abcdef } }\n');
    await site.write('blocks/web/deploy.sh', '#!/bin/sh\ncurl -H "token: canary-4711-abcdef"\n');
    expectWording(code, { 'in a block': told(code, await site.polycrate('toolchain', 'bundle', 'x.tar'), site) });
  });

  test('comes in a bundle that cannot be loaded', async () => {
    const code = 'BUNDLE_INVALID';
    await using site = await locked(lockOf({ digit: '1' }));
    await site.polycrate('toolchain', 'bundle', 'x.tar');
    const bytes = await readFile(join(site.directory, 'x.tar'));
    const loadAs = async (contents: Buffer, ...options: string[]): Promise<string> => {
      await writeFile(join(site.directory, 'x.tar'), contents);
      return told(code, await site.polycrate('toolchain', 'load', 'x.tar', ...options), site);
    };
    const altered = Buffer.from(bytes);
    altered[600] = (altered[600] ?? 0) ^ 1;
    const riscv = { ...here, platform: 'linux/riscv64' };
    await using other = await locked(lockOf({ digit: '1', platform: 'linux/riscv64' }), [riscv]);
    await other.polycrate('toolchain', 'bundle', 'x.tar');
    expectWording(code, {
      'cut short': await loadAs(bytes.subarray(0, 700)),
      'no bundle': await loadAs(Buffer.from('name: acme\n'.repeat(99))),
      altered: await loadAs(altered),
      'another one than was told': (await loadAs(bytes, '--digest', 'sha256:0')).replace(
        /sha256:[0-9a-f]{9,}/,
        '<digest>',
      ),
      'for another platform': told(code, await other.polycrate('toolchain', 'load', 'x.tar'), other),
    });
  });

  test('lacks what is required', async () => {
    const code = 'TOOLCHAIN_MISMATCH';
    const required = async (require: string, tools?: object): Promise<string> => {
      const inventory = tools === undefined ? {} : { inventory: JSON.stringify({ schema: 1, tools }) };
      const settings = `name: acme\nconfig: {toolchain: {require: {${require}}}}\n`;
      await using ws = await scenario(
        { ...WORKSPACE, 'workspace.poly': settings },
        { engine: new FakeContainerEngine({ images: [here], ...inventory }) },
      );
      return told(code, await ws.polycrate(...SAY), ws);
    };
    expectWording(code, {
      'another version': await required('terraform: ">=1.12"', { terraform: '1.11.4' }),
      'a slip': await required('terrafrom: "1"', { terraform: '1.11.4' }),
      'a tool it does not have': await required('gcloud: "500"', { terraform: '1.11.4', jq: '1.7' }),
      'an image that names no tools': await required('terraform: "1"'),
    });
  });

  test('lock cannot be read', async () => {
    const code = 'TOOLCHAIN_LOCK_INVALID';
    const read = async (lock: string): Promise<string> => {
      await using ws = await locked(lock);
      return told(code, await ws.polycrate(...SAY), ws);
    };
    expectWording(code, {
      'half of it': await read(lockOf().slice(0, 90)),
      'a conflict of git': await read(`<<<<<<< HEAD\n${lockOf()}`),
      'of a later format': await read(lockOf().replace('"schema": 1', '"schema": 7')),
      'no digest': await read(lockOf({ digit: 'x' })),
      'no platform': await read('{"schema": 1, "image": "x:1", "source": "built", "platforms": {}}'),
      'a list': await read('[]'),
    });
  });
});
