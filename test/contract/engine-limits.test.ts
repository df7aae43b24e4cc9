import { beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import type { ContainerEngine, ContainerLimits, Job } from '../../src/run/index.ts';
import { createJob, createTestEngine, prepareTestImage, readAll, runJob, waitForText } from '../support/engine.ts';

// Only a real engine has them.
describe('a container of the engine of this machine', () => {
  let engine: ContainerEngine;
  let image: string;
  const job = (script: string, given: Partial<Job> = {}): Job => createJob(image, script, given);

  beforeAll(async () => {
    [engine, image] = await Promise.all([createTestEngine(), prepareTestImage()]);
  }, 60_000);

  describe('with limits', () => {
    const limits: ContainerLimits = { tmpfs: [], capabilities: [], readOnly: false };
    const hungry = 'head -c 200m /dev/zero | tail';

    test('is killed when it takes more memory, and says so', async () => {
      const wanted = job(`exec bash -c '${hungry}'`, { limits: { ...limits, memoryBytes: 64 * 1024 ** 2 } });
      await using running = await engine.start(wanted);
      const [stdout, stderr, code] = await Promise.all([
        readAll(running.stdout),
        readAll(running.stderr),
        running.exit,
      ]);
      expect({ code, bytes: stdout.length + stderr.length }).toMatchObject({ code: 137 });
      expect(running.ranOutOfMemory?.()).toBe(true);
    });

    test('says so too when only a child was killed and that made it fail, and not when it succeeds', async () => {
      const given = { limits: { ...limits, memoryBytes: 64 * 1024 ** 2 } };
      for (const [end, lacked] of [
        ['exit 3', true],
        ['exit 0', false],
      ] as const) {
        await using running = await engine.start(job(`${hungry} >/dev/null; ${end}`, given));
        await Promise.all([readAll(running.stdout), readAll(running.stderr), running.exit]);
        expect(running.ranOutOfMemory?.()).toBe(lacked);
      }
    });

    test('says nothing of memory when it fails for another reason', async () => {
      await using running = await engine.start(job('exit 3'));
      await Promise.all([readAll(running.stdout), readAll(running.stderr), running.exit]);
      expect(running.ranOutOfMemory?.()).toBe(false);
    });

    test('has so many processes and CPUs, also more than the machine has', async () => {
      const given = { limits: { ...limits, pids: 20, cpus: 1000 } };
      const script = 'for i in {1..40}; do sleep 1 & done 2>&1 | grep -c "Resource temporarily unavailable"';
      expect(Number((await runJob(engine, job(script, given))).stdout)).toBeGreaterThan(0);
      await using running = await engine.start(job('echo up; sleep 30', { limits: { ...limits, cpus: 1.5 } }));
      await waitForText(running.stdout, 'up');
      const { HostConfig } = await new Docker().getContainer(running.containerId).inspect();
      expect(HostConfig).toMatchObject({ CpuPeriod: 100_000, CpuQuota: 150_000, PidsLimit: null });
    });

    test.each([0, 12345])('cannot write its own disk, but its home and /tmp, and user %i has a name', async (uid) => {
      const given = {
        limits: { ...limits, readOnly: true, tmpfs: ['/cache', '/small:size=1m'] },
        user: { uid, gid: uid },
      };
      const script = `touch /usr/made 2>/dev/null || echo 'read-only'
id -un; cd && touch it && echo 'home'; touch /tmp/it /var/tmp/it /cache/it && echo 'scratch'
head -c 2m /dev/zero >/small/it 2>/dev/null || echo 'full'`;
      const name = uid === 0 ? 'root' : 'tester';
      expect(await runJob(engine, job(script, given))).toEqual({
        code: 0,
        stdout: `read-only\n${name}\nhome\nscratch\nfull\n`,
        stderr: '',
      });
    });

    test('adds the capabilities asked for, and none otherwise', async () => {
      const wanted = (capabilities: string[]) =>
        job('grep CapEff /proc/self/status', { user: { uid: 0, gid: 0 }, limits: { ...limits, capabilities } });
      const effective = async (capabilities: string[]) => {
        const { stdout } = await runJob(engine, wanted(capabilities));
        return BigInt(`0x${stdout.trim().split('\t')[1] ?? ''}`);
      };
      const netAdmin = 1n << 12n;
      expect((await effective(['NET_ADMIN'])) & netAdmin).toBe(netAdmin);
      expect((await effective([])) & netAdmin).toBe(0n);
    });
  });

  test('with a terminal says that memory ran out, too', async () => {
    const limits = { tmpfs: [], capabilities: [], readOnly: false, memoryBytes: 64 * 1024 ** 2 };
    const terminal = { columns: 80, rows: 25 };
    await using running = await engine.start(
      job('head -c 200m /dev/zero | tail >/dev/null; exit 3', { limits, terminal }),
    );
    await Promise.all([readAll(running.stdout), running.exit]);
    expect(running.ranOutOfMemory?.()).toBe(true);
  });

  test('without a network reaches nobody', async () => {
    const { stdout } = await runJob(
      engine,
      job('cat /proc/net/dev | tail -n +3 | cut -d: -f1 | xargs', { network: 'none' }),
    );
    expect(stdout).toBe('lo\n');
  });
});
