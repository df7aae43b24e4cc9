import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emit, RunEvent } from '../../src/events.ts';
import type { ContainerEngine, Job } from '../../src/run/index.ts';
import { createJob, runJob, type Finished } from '../support/engine.ts';
import type { FarEngine } from '../support/far-engine.ts';
import { describeContainerEngine } from './engine-suite.ts';

/** An engine of another machine, and a way to it. */
export interface Elsewhere {
  readonly far: FarEngine;
  /** `copies`: where what is remembered of copies is kept. */
  readonly open: (options: { readonly copies: string; readonly emit: Emit }) => Promise<ContainerEngine>;
}

/** What every engine promises, and what an engine elsewhere promises of copied workspaces, whatever the way to it. `prepare` is called once. */
export function describeElsewhere(way: string, prepare: () => Promise<Elsewhere>): void {
  let elsewhere: Promise<Elsewhere> | undefined;
  const once = (): Promise<Elsewhere> => (elsewhere ??= prepare());

  describeContainerEngine(`an engine of another machine, over ${way},`, async () => {
    const { far, open } = await once();
    const copies = await mkdtemp(path.join(tmpdir(), 'polycrate-memory-'));
    return {
      image: far.image,
      engine: await open({ copies, emit: () => undefined }),
      async expectNothingLeft({ name }) {
        for (const end = performance.now() + 5_000; ;) {
          const left = await far.docker.listContainers({ all: true, filters: { name: [name] } });
          if (left.length === 0) break;
          expect(performance.now()).toBeLessThan(end);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await rm(copies, { recursive: true, force: true });
      },
    };
  });

  describe(`a workspace that the engine does not see, copied over ${way},`, () => {
    specifyCopying(once);
  });
}

function specifyCopying(prepare: () => Promise<Elsewhere>): void {
  let far: FarEngine;
  let memory: string;
  const events: RunEvent[] = [];
  let engine: ContainerEngine;
  let root: string;
  const at = (name: string): string => path.join(root, name);
  const run = (script: string, given: Partial<Job> = {}, by = engine): Promise<Finished> => {
    const mounts = [{ source: root, target: '/workspace', readOnly: false }];
    const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    return runJob(by, createJob(far.image, script, { mounts, user, workingDirectory: '/workspace', ...given }));
  };
  const sent = (): unknown[] =>
    events.splice(0).flatMap((event) => (event.name === 'copy.finished' ? [event.direction, event.files] : []));

  beforeAll(async () => {
    const elsewhere = await prepare();
    ({ far } = elsewhere);
    memory = await mkdtemp(path.join(tmpdir(), 'polycrate-memory-'));
    engine = await elsewhere.open({ copies: memory, emit: (event) => void events.push(event) });
  }, 120_000);
  afterAll(async () => {
    await rm(memory, { recursive: true, force: true });
  });
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'polycrate-copied-'));
    events.splice(0);
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  test('is there as it is here: modes, links, empty folders, odd names', async () => {
    await mkdir(at('empty'));
    await writeFile(at('run.sh'), '#!/bin/sh\necho ran\n');
    await chmod(at('run.sh'), 0o750);
    await symlink('run.sh', at('link'));
    await writeFile(at('grün "x" $y\n'), 'odd');
    const { stdout, stderr } = await run('./link; stat -c "%a %F" run.sh empty; readlink link; cat gr*');
    expect({ stdout, stderr }).toEqual({ stdout: 'ran\n750 regular file\n755 directory\nrun.sh\nodd', stderr: '' });
  });

  test('has what the action made, changed and removed, and keeps its exit code', async () => {
    await writeFile(at('old'), 'old');
    await writeFile(at('gone'), 'gone');
    const script =
      'mkdir -p new/deep; echo made >new/deep/file; chmod 600 new/deep/file; ln -s deep new/link; echo more >>old; rm gone; exit 3';
    expect((await run(script)).code).toBe(3);
    expect(await readFile(at('new/deep/file'), 'utf8')).toBe('made\n');
    expect((await stat(at('new/deep/file'))).mode & 0o777).toBe(0o600);
    expect(await readlink(at('new/link'))).toBe('deep');
    expect(await readFile(at('old'), 'utf8')).toBe('oldmore\n');
    await expect(stat(at('gone'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(at('.polycrate-incoming'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('travels once: afterwards only what has changed, and what was removed is gone there too', async () => {
    for (const name of ['a', 'b', 'c']) await writeFile(at(name), name);
    await run('true');
    expect(sent()).toEqual(['out', 4]);
    await run('true');
    expect(sent()).toEqual([]);
    await writeFile(at('b'), 'changed');
    await rm(at('c'));
    expect((await run('ls; cat b')).stdout).toBe('a\nb\nchanged');
    expect(sent()).toEqual(['out', 1]);
  });

  test('is recognised by a machine that remembers nothing of it', async () => {
    await writeFile(at('a'), 'a');
    await run('echo b >b');
    await rm(memory, { recursive: true });
    events.splice(0);
    expect((await run('cat a b')).stdout).toBe('ab\n');
    expect(sent()).toEqual([]);
  });

  test('stays here as far as .polycrateignore, git and secrets say, and what an action caches there stays there', async () => {
    await writeFile(at('.polycrateignore'), 'cache/\n*.iso\n');
    for (const folder of ['.git', 'cache']) await mkdir(at(folder));
    for (const name of ['.git/HEAD', 'cache/mine', 'big.iso', 'secrets.poly', 'seen']) await writeFile(at(name), name);
    const given = { withheld: [at('secrets.poly')] };
    expect((await run('ls -A; mkdir cache; echo kept >cache/theirs', given)).stdout).toBe('.polycrateignore\nseen\n');
    expect((await run('cat cache/*', given)).stdout).toBe('kept\n');
    await expect(stat(at('cache/theirs'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('keeps both when a file is changed here while the action changes it there', async () => {
    await writeFile(at('shared'), 'before');
    const { code } = await run(
      'echo theirs >shared; echo done >done',
      {},
      {
        ...engine,
        async start(job, permission, signal) {
          const running = await engine.start(job, permission, signal);
          await writeFile(at('shared'), 'ours');
          return running;
        },
      },
    );
    expect(code).toBe(0);
    expect(await readFile(at('shared'), 'utf8')).toBe('ours');
    expect(await readFile(at('shared.from-engine'), 'utf8')).toBe('theirs\n');
    expect(events).toContainEqual(
      expect.objectContaining({ name: 'run.warned', problem: expect.objectContaining({ code: 'COPY_CONFLICT' }) }),
    );
    expect((await run('cat shared')).stdout).toBe('ours');
  });

  test('keeps a folder with what never went there when the action makes a file of it', async () => {
    await writeFile(at('.polycrateignore'), '*.iso\n');
    await mkdir(at('sub'));
    for (const name of ['sub/seen', 'sub/big.iso']) await writeFile(at(name), name);
    expect((await run('rm -r sub; echo theirs >sub')).code).toBe(0);
    expect(await readdir(at('sub'))).toEqual(['big.iso']);
    expect(await readFile(at('sub.from-engine'), 'utf8')).toBe('theirs\n');
    expect(events).toContainEqual(
      expect.objectContaining({ name: 'run.warned', problem: expect.objectContaining({ code: 'COPY_CONFLICT' }) }),
    );
    await writeFile(at('sub/new'), 'new');
    expect((await run('ls sub; cat sub.from-engine')).stdout).toBe('new\ntheirs\n');
    expect((await readdir(at('sub'))).sort()).toEqual(['big.iso', 'new']);
  });

  /** The engine, with something done here while an action runs there. */
  const meanwhile = (change: () => Promise<void>): ContainerEngine => ({
    ...engine,
    async start(job, permission, signal) {
      const running = await engine.start(job, permission, signal);
      await change();
      return running;
    },
  });
  const conflict = (): unknown =>
    expect.objectContaining({ name: 'run.warned', problem: expect.objectContaining({ code: 'COPY_CONFLICT' }) });

  test('keeps both when a file that is changed here becomes a folder there', async () => {
    await writeFile(at('thing'), 'before');
    const script = 'rm thing; mkdir -p thing/deep; echo theirs >thing/deep/file';
    const change = meanwhile(() => writeFile(at('thing'), 'ours'));
    expect((await run(script, {}, change)).code).toBe(0);
    expect(events).toContainEqual(conflict());
    for (const _run of [1, 2]) expect((await run('cat thing thing.from-engine/deep/file')).stdout).toBe('ourstheirs\n');
    expect(await readFile(at('thing'), 'utf8')).toBe('ours');
    expect(await readFile(at('thing.from-engine/deep/file'), 'utf8')).toBe('theirs\n');
  });

  test('keeps both when a folder becomes a file here while the action changes what is in it', async () => {
    await mkdir(at('thing'));
    for (const name of ['thing/a', 'thing/b']) await writeFile(at(name), 'before');
    const change = meanwhile(async () => {
      await rm(at('thing'), { recursive: true });
      await writeFile(at('thing'), 'ours');
    });
    expect((await run('echo theirs >thing/a', {}, change)).code).toBe(0);
    expect(events).toContainEqual(conflict());
    for (const _run of [1, 2]) expect((await run('cat thing; cat thing.from-engine/*')).stdout).toBe('ourstheirs\n');
    await rm(at('thing'));
    await mkdir(at('thing'));
    await writeFile(at('thing/new'), 'new');
    expect((await run('ls thing')).stdout).toBe('new\n');
  });

  test('keeps both when a file becomes a folder here while the action changes it', async () => {
    await writeFile(at('thing'), 'before');
    const change = meanwhile(async () => {
      await rm(at('thing'));
      await mkdir(at('thing'));
      await writeFile(at('thing/file'), 'ours');
    });
    expect((await run('echo theirs >thing', {}, change)).code).toBe(0);
    for (const _run of [1, 2]) expect((await run('cat thing/file thing.from-engine')).stdout).toBe('ourstheirs\n');
  });

  test('keeps what the action changes in a folder that is removed here meanwhile', async () => {
    await mkdir(at('sub/deep'), { recursive: true });
    await chmod(at('sub'), 0o750);
    for (const name of ['sub/deep/a', 'sub/b']) await writeFile(at(name), 'before');
    const change = meanwhile(() => rm(at('sub'), { recursive: true }));
    expect((await run('echo theirs >sub/deep/a', {}, change)).code).toBe(0);
    expect(await readFile(at('sub/deep/a'), 'utf8')).toBe('theirs\n');
    expect((await stat(at('sub'))).mode & 0o777).toBe(0o750);
    expect((await run('cat sub/deep/a; ls sub')).stdout).toBe('theirs\ndeep\n');
  });

  test('may have a file for a folder, whatever the engine keeps in that folder', async () => {
    await writeFile(at('.polycrateignore'), 'cache/\n');
    await mkdir(at('sub'));
    expect((await run('mkdir sub/cache; echo kept >sub/cache/it')).code).toBe(0);
    await rm(at('sub'), { recursive: true });
    await writeFile(at('sub'), 'file');
    expect((await run('cat sub')).stdout).toBe('file');
  });

  test('gets back with the next run what a run left there whose client was lost', async () => {
    await writeFile(at('a'), 'a');
    await run('true');
    const files = (await far.docker.listVolumes()).Volumes.find(
      ({ Labels, Name }) =>
        (Labels as Record<string, string>)['dev.polycrate.copy.source'] === root && !Name.endsWith('-notes'),
    );
    const left = createJob(far.image, 'echo result >/v/result; rm /v/a', {
      mounts: [{ source: files?.Name ?? '', target: '/v', readOnly: false }],
      transport: 'mount',
      user: { uid: 0, gid: 0 },
    });
    expect((await runJob(engine, left)).code).toBe(0);
    await run('true');
    expect(await readFile(at('result'), 'utf8')).toBe('result\n');
    await expect(stat(at('a'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('comes with single files, which are put into the container, and without sockets', async () => {
    await writeFile(at('bundle'), 'certificates');
    const mounts = [
      { source: at('bundle'), target: '/etc/polycrate/ca.crt', readOnly: true },
      { source: far.socket, target: '/run/agent.sock', readOnly: false },
    ];
    const env = { SSH_AUTH_SOCK: '/run/agent.sock' };
    const { stdout } = await run('cat /etc/polycrate/ca.crt; echo "[${SSH_AUTH_SOCK-}]"', {
      mounts,
      env,
      workingDirectory: '/',
    });
    expect(stdout).toBe('certificates[]\n');
    expect(events).toContainEqual(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'COPY_INCOMPLETE' }) }),
    );
  });
}
