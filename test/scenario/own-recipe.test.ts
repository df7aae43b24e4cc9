import { describe, expect, jest, test } from '@jest/globals';
import type { ImageBuilder } from '../../src/toolchain/index.ts';
import { VERSION } from '../../src/version.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario, type Scenario } from '../support/command-line.ts';

// Each test runs many commands.
jest.setTimeout(60_000);

const OWN = `ghcr.io/polycrate/toolchain:${VERSION}`;
const RECIPE = 'ARG TOOLCHAIN\nFROM $TOOLCHAIN\nCOPY motd /etc/motd\n';
const FILES = {
  'workspace.poly': 'name: Acme\nblocks: [{name: app, actions: [{name: say, script: echo hi}]}]\n',
  'Dockerfile.poly': RECIPE,
  motd: 'hello\n',
};

interface Setting extends AsyncDisposable {
  readonly ws: Scenario;
  readonly built: {
    readonly reference: string;
    readonly args: Readonly<Record<string, string>>;
    readonly sent: string;
    readonly mirrors: Readonly<Record<string, string>>;
  }[];
  readonly polycrate: (...argv: string[]) => ReturnType<Scenario['polycrate']>;
}

/** An engine with the toolchain, and a builder whose images are there afterwards. */
async function setting(
  files: Readonly<Record<string, string>> = FILES,
  images: readonly string[] = [OWN],
): Promise<Setting> {
  const engine = new FakeContainerEngine({ images });
  const ws = await scenario(files, { engine });
  const built: Setting['built'] = [];
  const builder: ImageBuilder = {
    recipeHash: () => Promise.resolve('hash'),
    baseImage: () => Promise.resolve(OWN),
    publishedVersions: () => Promise.resolve(undefined),
    build(reference, { buildArgs, labels, mirrors = {}, own }) {
      const sent = (own?.context ?? []).map(({ path }) => path).join(' ');
      built.push({ reference, args: buildArgs, sent, mirrors });
      const id = `sha256:${String(built.length).repeat(64)}`;
      engine.setImage(reference, { ...describeImage(reference), id, labels });
      return Promise.resolve();
    },
  };
  return {
    ws,
    built,
    polycrate: (...argv) => ws.polycrateWith({ builder: () => Promise.resolve(builder) }, ...argv),
    [Symbol.asyncDispose]: () => ws[Symbol.asyncDispose](),
  };
}

const imageOf = async ({ polycrate }: Setting): Promise<string> =>
  (JSON.parse((await polycrate('plan', 'app', 'say', '-o', 'json')).stdout) as { image: string }).image;

describe('a workspace with a Dockerfile.poly', () => {
  test('runs in the image built from it, which is built once and again when something has changed', async () => {
    await using it = await setting();
    const { status, stderr } = await it.polycrate('run', 'app', 'say');
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('(Dockerfile.poly has not been built as it is now)') as unknown,
    });
    await it.polycrate('run', 'app', 'say');
    expect(it.built).toEqual([
      { reference: await imageOf(it), args: { TOOLCHAIN: OWN }, sent: 'motd Dockerfile.poly', mirrors: {} },
    ]);
    expect(it.ws.engine.jobs.map(({ image }) => image)).toContain(it.built[0]?.reference);
    await it.ws.write('motd', 'welcome\n');
    await it.polycrate('exec', '--', 'true');
    expect(it.built.map(({ reference }) => reference)).toEqual([expect.anything(), await imageOf(it)]);
    expect(it.built[1]?.reference).toMatch(/^localhost\/polycrate\/acme:[0-9a-f]{12}$/);
    expect(it.built[1]?.reference).not.toBe(it.built[0]?.reference);
  });

  test('gets as its base what actions would run in without it, built or pulled before', async () => {
    await using it = await setting({
      ...FILES,
      'workspace.poly': `${FILES['workspace.poly']}config: {toolchain: {tools: {helm: false}}}\n`,
    });
    await it.polycrate('run', 'app', 'say');
    expect(it.built.map(({ reference, args }) => [reference, args['TOOLCHAIN']])).toEqual([
      [expect.stringContaining(`${OWN}-`), undefined],
      [await imageOf(it), it.built[0]?.reference],
    ]);
  });

  test('is built with its mirrors, as is what it starts from; they change nothing about its name', async () => {
    const tools = 'config: {toolchain: {tools: {helm: false}';
    const plain = { ...FILES, 'workspace.poly': `${FILES['workspace.poly']}${tools}}}\n` };
    const mirrored = {
      ...FILES,
      'workspace.poly': `${FILES['workspace.poly']}${tools}, mirrors: {go: "https://m.example"}}}\n`,
    };
    await using without = await setting(plain);
    await using it = await setting(mirrored);
    await it.polycrate('run', 'app', 'say');
    expect(it.built.map(({ mirrors }) => mirrors)).toEqual([
      { GOPROXY: 'https://m.example' },
      { GOPROXY: 'https://m.example' },
    ]);
    expect(await imageOf(it)).toBe(await imageOf(without));
    const refused = {
      go: 'go: "https://ada:secret@m.example"',
      debian: 'debian: "deb https://ada:secret@m.example trixie main"',
      // Terraform takes no other address, and it is no folder either.
      providers: 'providers: "http://m.example/providers"',
    };
    for (const written of Object.values(refused)) {
      await it.ws.write('workspace.poly', mirrored['workspace.poly'].replace('go: "https://m.example"', written));
      const { stdout, stderr } = await it.polycrate('validate');
      expect(stdout + stderr).toContain('without a login');
    }
  });

  test('whose base cannot be had says which', async () => {
    await using it = await setting({ ...FILES, 'Dockerfile.poly': 'FROM team/tools:1\n' });
    const { stderr } = await it.polycrate('run', 'app', 'say');
    expect(stderr).toContain('error[IMAGE_UNAVAILABLE] Dockerfile.poly starts from team/tools:1, which cannot be had');
    expect(it.built).toEqual([]);
  });

  test('may call it otherwise; a name that is not there is an error', async () => {
    await using it = await setting({ ...FILES, 'images/Own': RECIPE });
    await it.polycrate('run', 'app', 'say', '--dockerfile', 'images/Own');
    expect(it.built[0]?.sent).toBe('motd images/Own');
    const { stderr, status } = await it.polycrate('run', 'app', 'say', '--set', 'dockerfile=images/Gone');
    expect({ status, stderr }).toMatchObject({ status: 66, stderr: expect.stringContaining('images/Gone') as unknown });
  });

  test('is not looked at without a container', async () => {
    await using it = await setting();
    const { stdout } = await it.polycrate('plan', 'app', 'say', '--local', '-o', 'json');
    expect(JSON.parse(stdout)).not.toHaveProperty('recipe');
  });
});

describe('toolchain build', () => {
  test('builds it ahead of time, and again when what it starts from is another by now', async () => {
    await using it = await setting();
    it.ws.engine.setImage(OWN, { ...describeImage(OWN), labels: { 'dev.polycrate.recipe': 'hash' } });
    const first = await it.polycrate('toolchain', 'build', '-o', 'json');
    expect(JSON.parse(first.stdout)).toMatchObject({ reference: await imageOf(it), built: true, base: OWN });
    expect(JSON.parse((await it.polycrate('toolchain', 'build', '-o', 'json')).stdout)).toMatchObject({ built: false });
    const labels = { 'dev.polycrate.recipe': 'hash' };
    it.ws.engine.setImage(OWN, { ...describeImage(OWN), id: `sha256:${'9'.repeat(64)}`, labels });
    expect(JSON.parse((await it.polycrate('toolchain', 'build', '-o', 'json')).stdout)).toMatchObject({ built: true });
    await it.polycrate('toolchain', 'build', '--force', '--tag', 'team/tools:7');
    expect(it.built.at(-1)?.reference).toBe('team/tools:7');
  });

  test('takes the arguments that the recipe declares, and no others', async () => {
    await using it = await setting({ ...FILES, 'Dockerfile.poly': `${RECIPE}ARG MOTD_VERSION\n` });
    const build = (argument: string) => it.polycrate('toolchain', 'build', '--build-arg', argument);
    await it.polycrate('toolchain', 'build');
    expect((await build('MOTD_VERSION=2')).stderr).toContain('(the one that is there was built otherwise: ');
    expect(it.built.at(-1)?.args).toEqual({ TOOLCHAIN: OWN, MOTD_VERSION: '2' });
    const said = ({ status, stderr }: Awaited<ReturnType<typeof build>>): unknown => [status, stderr];
    expect(said(await build('MOTD_VERSOIN=2'))).toEqual([
      64,
      'error[USAGE] --build-arg MOTD_VERSOIN: Dockerfile.poly declares no such argument\nhint  did you mean "MOTD_VERSION"?\n',
    ]);
    expect((await build('OTHER=1')).stderr).toContain('add a line "ARG OTHER" to Dockerfile.poly');
  });
});

describe('the lock of such a workspace', () => {
  test('pins what was built; a changed recipe is refused until it is locked again', async () => {
    await using it = await setting();
    await it.polycrate('toolchain', 'lock');
    expect(JSON.parse(await it.ws.read('toolchain.lock'))).toMatchObject({
      image: await imageOf(it),
      source: 'built',
      platforms: { 'linux/amd64': { digest: `sha256:${'1'.repeat(64)}`, recipe: expect.any(String) as unknown } },
    });
    expect((await it.polycrate('run', 'app', 'say')).status).toBe(0);
    expect((await it.polycrate('toolchain', 'verify')).status).toBe(0);
    await it.ws.write('motd', 'welcome\n');
    const { status, stderr } = await it.polycrate('run', 'app', 'say');
    expect(status).toBe(78);
    expect(stderr).toContain('built from Dockerfile.poly as it is now');
    await it.polycrate('toolchain', 'lock');
    expect((await it.polycrate('run', 'app', 'say')).status).toBe(0);
  });

  test('prune keeps the image and what it starts from', async () => {
    await using it = await setting();
    await it.polycrate('run', 'app', 'say');
    await it.ws.write('motd', 'welcome\n');
    await it.polycrate('run', 'app', 'say');
    const { stdout } = await it.polycrate('toolchain', 'prune', '--yes', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ removed: [{ tags: [it.built[0]?.reference] }] });
    expect((await it.polycrate('toolchain', 'list')).stdout).toContain(it.built[1]?.reference);
  });
});
