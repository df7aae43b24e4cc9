import { describe, expect, test } from '@jest/globals';
import type { ImageBuilder } from '../../src/toolchain/index.ts';
import { RECIPE_VERSIONS } from '../../src/schema/generated/recipe.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { expectWording, scenario, told, type Scenario } from '../support/command-line.ts';

const BASE = 'debian:trixie-slim';
const TEAM = 'name: acme\nconfig: { toolchain: { tools: { terraform: "1.5.7", kubectl: false } } }\n';
const APP = 'name: app\nactions: [{name: say, script: echo hi}]\n';

/** A builder that remembers what it was asked to build. */
function fakeBuilder(known: readonly string[] | undefined = ['v1.5.6', 'v1.5.7', 'v1.6.0-rc1', 'v1.11.4']) {
  const built: { readonly reference: string; readonly buildArgs: Readonly<Record<string, string>> }[] = [];
  const builder: ImageBuilder = {
    recipeHash: () => Promise.resolve('hash'),
    baseImage: () => Promise.resolve(BASE),
    publishedVersions: () => Promise.resolve(known),
    build(reference, { buildArgs }) {
      built.push({ reference, buildArgs });
      return Promise.resolve();
    },
  };
  return { built, builder: () => Promise.resolve(builder) };
}

const open = (text: string): Promise<Scenario> =>
  scenario(
    { 'workspace.poly': text, 'blocks/app/block.poly': APP },
    { engine: new FakeContainerEngine({ images: [BASE] }) },
  );

async function imageIn(ws: Scenario, ...more: string[]): Promise<string> {
  const { stdout } = await ws.polycrate('plan', 'app', 'say', '-o', 'json', ...more);
  return (JSON.parse(stdout) as { readonly image: string }).image;
}

describe('toolchain build', () => {
  test('builds what the workspace declares, under the name that its runs look for', async () => {
    await using ws = await open(TEAM);
    const { built, builder } = fakeBuilder();
    const { status } = await ws.polycrateWith({ builder }, 'toolchain', 'build');
    expect(status).toBe(0);
    expect(built).toEqual([
      {
        reference: await imageIn(ws),
        buildArgs: { WITH_KUBECTL: '0', WITH_TERRAFORM: '1', TERRAFORM_VERSION: '1.5.7' },
      },
    ]);
  });

  test('takes the word of the command line first, tool by tool', async () => {
    await using ws = await open(TEAM);
    const { built, builder } = fakeBuilder();
    const chosen = ['--set', 'terraform=1.5.6', '--without', 'helm', '--with', 'kubectl', '--with', 'yq'];
    await ws.polycrateWith({ builder }, 'toolchain', 'build', ...chosen, '--tag', 'team/tools:1');
    expect(built).toEqual([
      {
        reference: 'team/tools:1',
        buildArgs: { WITH_HELM: '0', WITH_TERRAFORM: '1', TERRAFORM_VERSION: '1.5.6', WITH_YQ: '1' },
      },
    ]);
  });

  test('says which versions there are where one does not exist, and where a range has none', async () => {
    await using ws = await open('name: acme\n');
    const { built, builder } = fakeBuilder();
    const { builder: alone } = fakeBuilder([]);
    const build = async (version: string, by = builder) =>
      told(
        'TOOL_VERSION_UNKNOWN',
        await ws.polycrateWith({ builder: by }, 'toolchain', 'build', '--set', `terraform=${version}`),
        ws,
      );
    expectWording('TOOL_VERSION_UNKNOWN', {
      'a version that was never made': await build('1.5.9'),
      'a line that was never made': await build('1.7.0'),
      'a range without any': await build('>=2 <3'),
      'a range in the words of Terraform': await build('~> 1.5, < 2'),
      'a range that nobody can be asked about': await build('~1.5', alone),
    });
    expect(built).toEqual([]);
  });

  test('leaves it to the build where nobody can be asked', async () => {
    await using ws = await open('name: acme\n');
    const { built, builder } = fakeBuilder([]);
    await ws.polycrateWith({ builder }, 'toolchain', 'build', '--set', 'terraform=1.5.9');
    expect(built).toHaveLength(1);
  });

  test('takes lists of tools, and those that come in one version only', async () => {
    await using ws = await open('name: acme\n');
    const { built, builder } = fakeBuilder();
    const chosen = ['--with', 'awscli,azure-cli', '--with', 'yq', '--without', 'helm, kubectl'];
    await ws.polycrateWith({ builder }, 'toolchain', 'build', ...chosen);
    expect(built[0]?.buildArgs).toEqual({
      ...{ WITH_AWSCLI: '1', WITH_AZURE_CLI: '1', WITH_YQ: '1' },
      ...{ WITH_HELM: '0', WITH_KUBECTL: '0' },
    });
    const other = await ws.polycrateWith({ builder }, 'toolchain', 'build', '--set', 'azure-cli=2.60.0');
    expect(other.stderr).toMatch(/this version of polycrate has azure-cli only as \d+\.\d+\.\d+\n/);
    expect(built).toHaveLength(1);
  });

  test('says which tools the recipe does not have, and why', async () => {
    await using ws = await open('name: acme\n');
    const asked = async (tool: string) =>
      told('TOOL_UNAVAILABLE', await ws.polycrate('toolchain', 'build', '--with', tool), ws);
    expectWording('TOOL_UNAVAILABLE', {
      'a tool of an archive': await asked('gcloud'),
      'a module nobody vouches for': await asked('eksctl'),
    });
  });

  test('takes a range for the newest release in it, unless the recipe’s own version is', async () => {
    await using ws = await open('name: acme\n');
    const { built, builder } = fakeBuilder();
    for (const range of ['~1.5', '>=1.5']) {
      const { status } = await ws.polycrateWith({ builder }, 'toolchain', 'build', '--set', `terraform=${range}`);
      expect(status).toBe(0);
    }
    expect(built.map(({ buildArgs }) => buildArgs['TERRAFORM_VERSION'])).toEqual([
      '1.5.7',
      RECIPE_VERSIONS['terraform'],
    ]);
  });

  test('builds what a range stood for when it was locked, though there is a newer one', async () => {
    const image = { 'dev.polycrate.tools': '{"terraform":"1.5.6"}' };
    await using ws = await open(TEAM.replace('"1.5.7", kubectl: false', '"~1.5"'));
    const name = await imageIn(ws);
    ws.engine.setImage(name, { ...describeImage(name), labels: image });
    await ws.polycrate('toolchain', 'lock');
    expect(JSON.parse(await ws.read('toolchain.lock'))).toMatchObject({ image: name, variant: { terraform: '1.5.6' } });
    ws.engine.setImage(name, undefined);
    const { built, builder } = fakeBuilder();
    await ws.polycrateWith({ builder }, 'toolchain', 'build');
    expect(built.map(({ buildArgs }) => buildArgs['TERRAFORM_VERSION'])).toEqual(['1.5.6']);
  });

  test.each([
    [['--without', 'helmm'], 'did you mean "helm"?'],
    [['--set', 'terrafrom=1.5.7'], 'did you mean "terraform"?'],
    [['--set', 'helm=3.2'], '--set helm=1.5.7'],
  ])('%j: says what is meant', async (options, hint) => {
    await using ws = await open('name: acme\n');
    const { status, stderr } = await ws.polycrate('toolchain', 'build', ...options);
    expect(status).toBe(64);
    expect(stderr).toContain(`hint  ${hint}`);
  });
});

test('two workspaces with different versions have two images, and a run can name another one', async () => {
  await using ws = await open(TEAM);
  await using other = await open(TEAM.replace('1.5.7', '1.5.6'));
  expect(await imageIn(other)).not.toBe(await imageIn(ws));
  expect(await imageIn(ws, '--set', 'terraform=1.5.6')).toBe(await imageIn(other));
});

test('a run builds the variant of its workspace where it is missing, and pulls nothing', async () => {
  await using ws = await open(TEAM);
  const { built, builder } = fakeBuilder();
  const { stderr } = await ws.polycrateWith({ builder }, 'run', 'app', 'say');
  expect(built.map(({ reference }) => reference)).toEqual([await imageIn(ws)]);
  expect(stderr).not.toContain('pulling');
});
