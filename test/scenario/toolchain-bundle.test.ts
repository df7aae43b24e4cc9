import { open, readdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../src/errors.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario, type Scenario } from '../support/command-line.ts';

const TEAM = 'registry.example.org/team/tools:7';
const DIGEST = `sha256:${'d'.repeat(64)}`;
const ID = `sha256:${'1'.repeat(64)}`;
const OTHER = `sha256:${'2'.repeat(64)}`;
const WORKSPACE = {
  'workspace.poly': 'name: acme\nconfig: {image: {reference: registry.example.org/team/tools, version: "7"}}\n',
  'blocks/web/block.poly': 'name: web\nactions: [{name: say, script: echo hi}]\n',
};
const inventory = JSON.stringify({ schema: 1, tools: { terraform: '1.11.4' } });
const pulled = { ...describeImage(TEAM), id: ID, digests: [`registry.example.org/team/tools@${DIGEST}`] };

/** A site where the image is, with a lock and a bundle of it. */
async function bundled(image = pulled): Promise<Scenario> {
  const site = await scenario(WORKSPACE, { engine: new FakeContainerEngine({ images: [image], inventory }) });
  await site.polycrate('toolchain', 'lock');
  expect(await site.polycrate('toolchain', 'bundle', 'site.tar')).toMatchObject({ status: 0 });
  return site;
}

/** A workspace with the same lock where no image is and nothing can be pulled. */
async function airGapped(site: Scenario, images: readonly (typeof pulled)[] = []): Promise<Scenario> {
  const engine = new FakeContainerEngine({ images, inventory });
  return scenario({ ...WORKSPACE, 'toolchain.lock': await site.read('toolchain.lock') }, { engine });
}

const load = (ws: Scenario, site: Scenario, ...options: string[]) =>
  ws.polycrate('toolchain', 'load', join(site.directory, 'site.tar'), ...options);

describe('polycrate toolchain bundle', () => {
  test('writes one file that tells what is in it, and the same again', async () => {
    await using site = await bundled();
    const { stdout } = await site.polycrate('toolchain', 'bundle', 'again.tar', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      manifest: {
        image: { reference: TEAM, id: ID, platform: 'linux/amd64', locked: DIGEST, tools: { terraform: '1.11.4' } },
        lock: { image: TEAM, source: 'pulled' },
        workspace: { name: 'acme', files: 3, blocks: ['web'] },
        parts: [
          { contents: 'workspace', path: 'workspace.tar.gz' },
          { contents: 'image', path: 'image.tar.gz' },
        ],
      },
    });
    expect(await site.read('again.tar')).toBe(await site.read('site.tar'));
  });

  test('leaves nothing behind when the engine fails', async () => {
    const failure = new Problem('ENGINE_UNREACHABLE', 'it went away');
    const engine = new FakeContainerEngine({ images: [pulled], inventory, failures: { exportImage: failure } });
    await using ws = await scenario(WORKSPACE, { engine });
    const { status, stderr } = await ws.polycrate('toolchain', 'bundle', 'site.tar');
    expect({ status, stderr }).toEqual({ status: 69, stderr: expect.stringContaining('error[ENGINE_UNREACHABLE] ') });
    expect((await readdir(ws.directory)).filter((name) => name.includes('.tar'))).toEqual([]);
  });

  test('needs a lock where the image is named by a digest, and an engine with images', async () => {
    const reference = `registry.example.org/team/tools@${DIGEST}`;
    const settings = `name: acme\nconfig: {image: {reference: "${reference}"}}\n`;
    await using ws = await scenario({ ...WORKSPACE, 'workspace.poly': settings });
    expect((await ws.polycrate('toolchain', 'bundle', 'x.tar')).stderr).toContain('error[TOOLCHAIN_UNLOCKED] ');
    expect((await ws.polycrate('toolchain', 'bundle', 'x.tar', '--local')).stderr).toContain('LOCAL_UNSUPPORTED');
  });
});

describe('the workspace in a bundle', () => {
  const PROVIDER = 'registry.terraform.io/hashicorp/null/3.2.3/linux_amd64/terraform-provider-null';
  const CANARY = 'canary-4711-abcdef';
  const SECRETS = {
    'secrets.poly': `config: { globals: { token: ${CANARY} } }\n`,
    'secrets.poly.age': CANARY,
    'artifacts/secrets/id_ed25519': CANARY,
    'artifacts/blocks/web/terraform.tfstate': CANARY,
    'artifacts/blocks/web/.terraform/terraform.tfstate': CANARY,
    'artifacts/blocks/web/outputs.json': CANARY,
    'blocks/web/id_rsa': CANARY,
    'blocks/web/deploy.key': CANARY,
    'blocks/web/.env': CANARY,
    'blocks/web/terraform.tfstate.backup': CANARY,
    '.logs/2026-01-01/x.ndjson': CANARY,
    'kubeconfig.yml': CANARY,
    id_rsa: CANARY,
  };
  const CARRIED = {
    'workspace.poly': WORKSPACE['workspace.poly'].replace('{', '{sshprivatekey: blocks/web/deploy.key, '),
    'blocks/web/block.poly': WORKSPACE['blocks/web/block.poly'],
    'blocks/web/collections/ansible_collections/acme/tools/MANIFEST.json': '{}',
    'blocks/web/charts/redis-1.2.3.tgz': 'chart',
    'inventory.yml': 'all: {}',
  };
  const site = async (): Promise<Scenario> => {
    const engine = new FakeContainerEngine({ images: [pulled], inventory });
    const fetched = `artifacts/blocks/web/.terraform/providers/${PROVIDER}`;
    const ws = await scenario({ ...CARRIED, ...SECRETS, [fetched]: 'provider' }, { engine });
    await ws.polycrate('toolchain', 'lock');
    return ws;
  };

  test('is its blocks, collections, charts and providers, and comes out elsewhere', async () => {
    await using ws = await site();
    const { stdout } = await ws.polycrate('toolchain', 'bundle', 'site.tar');
    expect(stdout.split('\n').slice(4, 9)).toEqual([
      'workspace    acme, 7 files',
      'blocks       1 (web)',
      'providers    1 (registry.terraform.io/hashicorp/null 3.2.3 linux_amd64)',
      'collections  1 (acme.tools)',
      'charts       1 (redis-1.2.3)',
    ]);
    await using other = await scenario({}, { engine: new FakeContainerEngine({ images: [], inventory }) });
    expect(await load(other, ws, '--into', 'acme')).toMatchObject({ status: 0 });
    for (const [file, text] of Object.entries(CARRIED)) expect(await other.read(`acme/${file}`)).toBe(text);
    expect(await other.read(`acme/artifacts/mirror/terraform/plugins/${PROVIDER}`)).toBe('provider');
    expect(await other.polycrate('run', 'web', 'say', '-w', 'acme')).toMatchObject({ status: 0, stdout: 'hi\n' });
  });

  test('holds no secret, state or record, and none is packed by mistake', async () => {
    await using ws = await site();
    await ws.polycrate('toolchain', 'bundle', 'site.tar');
    await using other = await scenario({}, { engine: new FakeContainerEngine({ images: [], inventory }) });
    await load(other, ws, '--into', 'acme');
    const files = await readdir(join(other.directory, 'acme'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile()))
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(CANARY);
    await ws.write('blocks/web/deploy.sh', `curl -H 'token: ${CANARY}'\n`);
    const { status, stderr } = await ws.polycrate('toolchain', 'bundle', 'other.tar');
    expect({ status, stderr }).toEqual({ status: 65, stderr: expect.stringContaining('error[SECRET_EXPOSED] ') });
    expect(stderr).not.toContain(CANARY);
    expect(await ws.polycrate('toolchain', 'bundle', 'other.tar', '--image-only')).toMatchObject({ status: 0 });
  });

  test('is not unpacked over other files, and not before the engine has the image', async () => {
    await using ws = await site();
    await ws.polycrate('toolchain', 'bundle', 'site.tar');
    const failure = new Problem('ENGINE_FAILED', 'no space left on device');
    const engine = new FakeContainerEngine({ images: [], inventory, failures: { loadImage: failure } });
    await using full = await scenario({}, { engine });
    expect(await load(full, ws, '--into', 'acme')).toMatchObject({ status: 69 });
    expect(await readdir(full.directory)).not.toContain('acme');
    await using other = await scenario({ 'acme/workspace.poly': 'name: other\n' });
    expect(await load(other, ws, '--into', 'acme')).toMatchObject({ status: 73 });
    expect(await readdir(join(other.directory, 'acme'))).toEqual(['workspace.poly']);
  });
});

describe('polycrate toolchain load', () => {
  test("satisfies a lock by the registry's digest, which does not travel with an image", async () => {
    await using site = await bundled();
    await using ws = await airGapped(site);
    expect((await ws.polycrate('toolchain', 'verify')).stderr).toContain('error[TOOLCHAIN_DRIFT] ');
    const { status, stdout } = await load(ws, site);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^image +registry\.example\.org\/team\/tools:7\n/),
    });
    expect(await ws.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 0 });
    expect(await ws.polycrate('run', 'web', 'say')).toMatchObject({ status: 0, stdout: 'hi\n' });
    expect(ws.engine.jobs.at(-1)?.image).toBe(ID);
    const list = await ws.polycrate('toolchain', 'list', '-o', 'json');
    expect(JSON.parse(list.stdout)).toMatchObject([{ id: ID, note: 'locked' }]);
  });

  test('does nothing the second time', async () => {
    await using site = await bundled();
    await using ws = await airGapped(site);
    await load(ws, site);
    const { stdout } = await load(ws, site, '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ id: ID, loaded: false });
  });

  test('says what the name stood for before', async () => {
    await using site = await bundled();
    await using ws = await airGapped(site, [{ ...pulled, id: OTHER, digests: [] }]);
    const { stdout } = await load(ws, site);
    expect(stdout).toMatch(/^before +the name stood for sha256:222222222222$/m);
    expect((await ws.engine.findImage(TEAM))?.id).toBe(ID);
  });

  test('takes only the bundle whose digest was told', async () => {
    await using site = await bundled();
    const { stdout } = await site.polycrate('toolchain', 'bundle', 'site.tar', '-o', 'json');
    const { digest } = JSON.parse(stdout) as { readonly digest: string };
    await using ws = await airGapped(site);
    expect((await load(ws, site, '--digest', DIGEST)).stderr).toContain('error[BUNDLE_INVALID] ');
    expect(await load(ws, site, '--digest', digest)).toMatchObject({ status: 0 });
  });

  test('refuses a bundle cut short anywhere, or with one byte altered anywhere, and gives nothing to the engine', async () => {
    await using site = await bundled();
    const path = join(site.directory, 'site.tar');
    const { size } = await stat(path);
    await using ws = await airGapped(site);
    const whole = await readFile(path);
    for (let at = 0; at < size - 1024; at += 97) {
      await flip(path, at);
      const { status } = await load(ws, site);
      // What fills up blocks between the parts is nobody's: it is not used.
      const isUsed = status !== 0;
      if (isUsed) expect(status).toBe(65);
      else expect(isPadding(whole, at)).toBe(true);
      if (isUsed) expect(await ws.engine.findImage(ID)).toBeUndefined();
      ws.engine.setImage(ID, undefined);
      ws.engine.setImage(TEAM, undefined);
      ws.engine.setImage(`${TEAM.replace(':7', '')}:${DIGEST.replace(':', '-')}`, undefined);
      await flip(path, at);
    }
    for (const length of [size - 1500, 1024, 512, 100, 0]) {
      await truncate(path, length);
      expect(await load(ws, site)).toMatchObject({ status: 65 });
      expect(await ws.engine.findImage(ID)).toBeUndefined();
    }
  });

  test('leaves no name behind when the engine does not take the image', async () => {
    await using site = await bundled();
    const failure = new Problem('ENGINE_FAILED', 'no space left on device');
    const engine = new FakeContainerEngine({ images: [], inventory, failures: { loadImage: failure } });
    await using ws = await scenario(WORKSPACE, { engine });
    expect(await load(ws, site)).toMatchObject({ status: 69 });
    expect(await engine.findImage(TEAM)).toBeUndefined();
  });
});

async function flip(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] = (buffer[0] ?? 0) ^ 0x20;
  await file.write(buffer, 0, 1, at);
  await file.close();
}

/** True for one of the zeros that fill a block up. */
function isPadding(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0;
}
