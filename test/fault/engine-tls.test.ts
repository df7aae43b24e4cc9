import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../src/adapters/engine/index.ts';
import type { ContainerEngine } from '../../src/run/index.ts';
import { createJob, runJob } from '../support/engine.ts';
import { startFarEngine, type FarEngine } from '../support/far-engine.ts';

describe('an engine behind TLS', () => {
  let far: FarEngine;
  let home: string;
  beforeAll(async () => {
    [far, home] = await Promise.all([startFarEngine(), mkdtemp(path.join(tmpdir(), 'polycrate-tls-'))]);
  }, 120_000);
  afterAll(async () => {
    await far[Symbol.asyncDispose]();
    await rm(home, { recursive: true });
  }, 60_000);

  const find = (env: Record<string, string>): Promise<ContainerEngine> => createEngine({ env, uid: 1000, home });
  const trusting = (certificates: string, host = far.tcp): Record<string, string> => ({
    DOCKER_HOST: host,
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: certificates,
  });

  test('runs jobs for a client with the right certificates', async () => {
    const engine = await find(trusting(far.certificates));
    expect(await runJob(engine, createJob(far.image, 'echo far; exit 3'))).toMatchObject({ code: 3, stdout: 'far\n' });
    expect(engine.endpoint).toBe(far.tcp);
  });

  test('is found through a docker context, which brings its certificates', async () => {
    const id = createHash('sha256').update('staging').digest('hex');
    const contexts = path.join(home, '.docker/contexts');
    await mkdir(path.join(contexts, 'meta', id), { recursive: true });
    await mkdir(path.join(contexts, 'tls', id), { recursive: true });
    await cp(far.certificates, path.join(contexts, 'tls', id, 'docker'), { recursive: true });
    const meta = { Name: 'staging', Endpoints: { docker: { Host: far.tcp, SkipTLSVerify: false } } };
    await writeFile(path.join(contexts, 'meta', id, 'meta.json'), JSON.stringify(meta));
    expect((await find({ DOCKER_CONTEXT: 'staging' })).endpoint).toBe(far.tcp);
  });

  test('with a certificate of an unknown authority is told as such', async () => {
    await expect(find(trusting(far.strangers))).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining(`its certificate is not signed by ${far.strangers}/ca.pem`),
    });
  });

  test('that does not take our certificate is told as such', async () => {
    const { DOCKER_HOST = '' } = trusting(far.strangers);
    await expect(find({ DOCKER_HOST, DOCKER_TLS: '1', DOCKER_CERT_PATH: far.strangers })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: expect.stringContaining(`it does not accept the client certificate of ${far.strangers}`),
    });
  });

  test('spoken to without TLS says how to turn it on', async () => {
    await expect(find({ DOCKER_HOST: far.tcp })).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      hint: expect.stringContaining('export DOCKER_TLS_VERIFY=1'),
    });
  });
});
