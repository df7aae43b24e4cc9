import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { VERSION } from '../../src/version.ts';
import { describeImage, FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario } from '../support/command-line.ts';

const OWN = `ghcr.io/polycrate/toolchain:${VERSION}`;
const TEAM = 'registry.example.org/team/tools:7';
const REGISTRY_DIGEST = `sha256:${'d'.repeat(64)}`;
const ID = `sha256:${'1'.repeat(64)}`;
const OTHER = `sha256:${'2'.repeat(64)}`;
const PLAIN = {
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly': 'name: web\nactions: [{name: say, script: echo hi}]\n',
};
const TEAMS = {
  ...PLAIN,
  'workspace.poly': 'name: acme\nconfig: {image: {reference: registry.example.org/team/tools, version: "7"}}\n',
};
const inventory = JSON.stringify({ schema: 1, tools: { terraform: '1.11.4', helm: '3.22.0' } });
const built = { ...describeImage(OWN), id: ID };
const pulled = { ...describeImage(TEAM), id: ID, digests: [`registry.example.org/team/tools@${REGISTRY_DIGEST}`] };

const withOwn = () => new FakeContainerEngine({ images: [built], inventory });

describe('polycrate toolchain lock', () => {
  test('pins what was built by its id, with the tools that the image names, and says so', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    const { status, stdout } = await ws.polycrate('toolchain', 'lock');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `toolchain.lock written: ${OWN}\n  linux/amd64  ${ID}, 2 tools\nCommit it. The image was built here, so everybody needs this very one: from a registry, or by polycrate toolchain bundle.\n`,
    });
    expect(await ws.read('toolchain.lock')).toBe(
      `${JSON.stringify(
        {
          schema: 1,
          image: OWN,
          source: 'built',
          platforms: { 'linux/amd64': { digest: ID, tools: { helm: '3.22.0', terraform: '1.11.4' } } },
        },
        undefined,
        2,
      )}\n`,
    );
  });

  test("pins what was pulled by its registry's digest, and runs it by that", async () => {
    await using ws = await scenario(TEAMS, { engine: new FakeContainerEngine({ images: [pulled] }) });
    await ws.polycrate('toolchain', 'lock');
    expect(JSON.parse(await ws.read('toolchain.lock'))).toMatchObject({
      image: TEAM,
      source: 'pulled',
      platforms: { 'linux/amd64': { digest: REGISTRY_DIGEST } },
    });
    const { status } = await ws.polycrate('run', 'web', 'say');
    expect(status).toBe(0);
    expect(ws.engine.jobs.at(-1)?.image).toBe(`registry.example.org/team/tools@${REGISTRY_DIGEST}`);
    expect(await ws.records()).toMatchObject([{ image: TEAM, image_id: ID }]);
  });

  test('changes nothing the second time, and keeps other platforms of the same image', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    const lock = JSON.parse(await ws.read('toolchain.lock')) as { platforms: Record<string, object> };
    await ws.write(
      'toolchain.lock',
      JSON.stringify({ ...lock, platforms: { 'linux/arm64': { digest: OTHER }, ...lock.platforms } }),
    );
    await ws.polycrate('toolchain', 'lock');
    const first = await ws.read('toolchain.lock');
    expect(Object.keys((JSON.parse(first) as typeof lock).platforms)).toEqual(['linux/amd64', 'linux/arm64']);
    const { stdout } = await ws.polycrate('toolchain', 'lock');
    expect(stdout).toBe(`toolchain.lock is up to date: ${OWN}\n`);
    expect(await ws.read('toolchain.lock')).toBe(first);
  });

  test('says what changes, and replaces a lock that cannot be read', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    ws.engine.setImage(OWN, { ...built, id: OTHER });
    const { stdout } = await ws.polycrate('toolchain', 'lock');
    expect(stdout).toContain(`linux/amd64 sha256:${'1'.repeat(12)} → sha256:${'2'.repeat(12)}\n`);
    await ws.write('toolchain.lock', '{"schema": 1, ');
    const { status } = await ws.polycrate('toolchain', 'lock');
    expect(status).toBe(0);
    expect(await ws.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 0 });
  });
});

describe('a run of a workspace with a lock', () => {
  test('starts the locked image by its id, also when its name has moved, and tells that', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    ws.engine.setImage('kept', built);
    ws.engine.setImage(OWN, { ...built, id: OTHER });
    const { status, stdout, stderr } = await ws.polycrate('run', 'web', 'say');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'hi\n' });
    expect(ws.engine.jobs.at(-1)?.image).toBe(ID);
    expect(stderr).toContain('warning[TOOLCHAIN_DRIFT] ');
    expect(await ws.records()).toMatchObject([
      { image_id: ID, warnings: [expect.stringMatching(/^TOOLCHAIN_DRIFT: /)] },
    ]);
  });

  test('refuses when the engine has another image instead, and nothing runs', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    ws.engine.setImage(OWN, { ...built, id: OTHER });
    for (const command of [
      ['run', 'web', 'say'],
      ['exec', 'web', '--', 'echo', 'hi'],
    ]) {
      const { status, stdout, stderr } = await ws.polycrate(...command);
      expect({ status, stdout }).toEqual({ status: 78, stdout: '' });
      expect(stderr).toContain('error[TOOLCHAIN_DRIFT] ');
    }
  });

  test('holds in every step of a workflow, and a moved name is told once', async () => {
    const steps = '[{name: one, block: web, action: say}, {name: two, block: web, action: say}]';
    const files = { ...PLAIN, 'workspace.poly': `name: acme\nworkflows: [{name: both, steps: ${steps}}]\n` };
    await using ws = await scenario(files, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    const before = ws.engine.jobs.length;
    ws.engine.setImage('kept', built);
    ws.engine.setImage(OWN, { ...built, id: OTHER });
    const { status, stderr } = await ws.polycrate('workflow', 'run', 'both');
    expect(status).toBe(0);
    expect(ws.engine.jobs.slice(before).map((job) => job.image)).toEqual([ID, ID]);
    expect(stderr.match(/TOOLCHAIN_DRIFT/g)).toHaveLength(1);
  });

  test('is found wrong by validate when its lock cannot be read', async () => {
    await using ws = await scenario({ ...PLAIN, 'toolchain.lock': '{"schema": 7}' }, { engine: withOwn() });
    const { status, stdout } = await ws.polycrate('validate');
    expect(status).toBe(65);
    expect(stdout).toContain('error[TOOLCHAIN_LOCK_INVALID] ');
  });

  test('runs the image of the engine’s own platform where this machine is of another', async () => {
    const foreign = { ...built, platform: 'linux/riscv64', id: OTHER };
    await using ws = await scenario(PLAIN, { engine: new FakeContainerEngine({ images: [foreign] }) });
    const platforms = {
      'linux/amd64': { digest: ID },
      'linux/arm64': { digest: ID },
      'linux/riscv64': { digest: OTHER },
    };
    await ws.write('toolchain.lock', JSON.stringify({ schema: 1, image: OWN, source: 'built', platforms }));
    expect(await ws.polycrate('run', 'web', 'say')).toMatchObject({ status: 0 });
    expect(ws.engine.jobs.at(-1)?.image).toBe(OTHER);
    expect(await ws.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 0 });
  });

  test('does not take an image for locked whose digest is pinned for another platform only', async () => {
    await using ws = await scenario(PLAIN, { engine: new FakeContainerEngine({ images: [built] }) });
    const platforms = { 'linux/arm64': { digest: ID } };
    await ws.write('toolchain.lock', JSON.stringify({ schema: 1, image: OWN, source: 'built', platforms }));
    const refused = { status: 78, stderr: expect.stringContaining('TOOLCHAIN_UNLOCKED') };
    expect(await ws.polycrate('run', 'web', 'say')).toMatchObject(refused);
    expect(await ws.polycrate('toolchain', 'verify', '--frozen')).toMatchObject(refused);
  });

  test('goes on with the locked image where a newer polycrate would take another by itself', async () => {
    await using ws = await scenario(PLAIN, {
      engine: new FakeContainerEngine({ images: [built, { ...built, tags: ['x'] }] }),
    });
    await ws.polycrate('toolchain', 'lock');
    const older = (await ws.read('toolchain.lock')).replace(OWN, 'ghcr.io/polycrate/toolchain:0.0.9');
    await ws.write('toolchain.lock', older);
    expect(await ws.polycrate('run', 'web', 'say')).toMatchObject({ status: 0 });
    expect(ws.engine.jobs.at(-1)?.image).toBe(ID);
  });

  test('pulls what is locked by its digest when it is absent', async () => {
    const reference = `registry.example.org/team/tools@${REGISTRY_DIGEST}`;
    await using ws = await scenario(TEAMS, {
      engine: new FakeContainerEngine({ images: [pulled], pullable: [reference] }),
    });
    await ws.polycrate('toolchain', 'lock');
    ws.engine.setImage(TEAM, undefined);
    const { status, stderr } = await ws.polycrate('run', 'web', 'say');
    expect(status).toBe(0);
    expect(stderr).toContain(`pulling ${reference}`);
  });
});

describe('polycrate toolchain verify', () => {
  test('is content without a lock, unless it is to be frozen', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    expect(await ws.polycrate('toolchain', 'verify')).toMatchObject({ status: 0 });
    expect(await ws.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 78 });
  });

  test('starts nothing, and says what it has found', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    const started = ws.engine.jobs.length;
    const { status, stdout } = await ws.polycrate('toolchain', 'verify', '--frozen', '-o', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ locked: true, image: OWN, platform: 'linux/amd64', reference: ID, id: ID });
    expect(ws.engine.jobs).toHaveLength(started);
  });

  test('warns of a lock for another platform, and refuses it when frozen', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    const lock = (await ws.read('toolchain.lock')).replace('linux/amd64', 'linux/riscv64').replace(ID, OTHER);
    await ws.write('toolchain.lock', lock);
    const { status, stderr } = await ws.polycrate('toolchain', 'verify');
    expect(status).toBe(0);
    expect(stderr).toContain('warning[TOOLCHAIN_UNLOCKED] ');
    expect(await ws.polycrate('toolchain', 'verify', '--frozen')).toMatchObject({ status: 78 });
  });
});

describe('polycrate toolchain diff', () => {
  const other = (tools: object): string =>
    JSON.stringify({
      schema: 1,
      image: OWN,
      source: 'built',
      platforms: { 'linux/amd64': { digest: OTHER, tools } },
    });

  test('shows which tools differ between a lock and an image', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.write('old.lock', other({ terraform: '1.9.8', helm: '3.22.0', jq: '1.7' }));
    const { status, stdout } = await ws.polycrate('toolchain', 'diff', 'old.lock', OWN);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `linux/amd64 sha256:${'2'.repeat(12)} → sha256:${'1'.repeat(12)}\njq 1.7 → (absent)\nterraform 1.9.8 → 1.11.4\n`,
    });
    const { stdout: json } = await ws.polycrate('toolchain', 'diff', 'old.lock', OWN, '-o', 'json');
    expect(JSON.parse(json)).toContainEqual({ name: 'terraform', from: '1.9.8', to: '1.11.4' });
  });

  test('compares the lock with the image of the workspace where nothing is named', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    await ws.polycrate('toolchain', 'lock');
    expect(await ws.polycrate('toolchain', 'diff')).toMatchObject({ status: 0, stdout: 'No difference.\n' });
    expect(await ws.polycrate('toolchain', 'diff', 'nothing:1', OWN)).toMatchObject({ status: 69 });
  });

  test('takes a revision of git for the lock as it was then', async () => {
    await using ws = await scenario(PLAIN, { engine: withOwn() });
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', ws.directory, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    await ws.write('toolchain.lock', other({ terraform: '1.9.8' }));
    git('init', '--quiet');
    git('add', 'toolchain.lock');
    git('commit', '--quiet', '--message', 'lock');
    await ws.polycrate('toolchain', 'lock');
    const { stdout } = await ws.polycrate('toolchain', 'diff', 'HEAD', 'toolchain.lock');
    expect(stdout).toContain('terraform 1.9.8 → 1.11.4\n');
  });
});
