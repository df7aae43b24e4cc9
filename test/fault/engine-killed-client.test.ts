import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Job } from '../../src/run/index.ts';
import { createJob, listTestContainers, prepareTestImage, waitForText, waitUntilGone } from '../support/engine.ts';

const CLIENT = path.join(import.meta.dirname, '../support/engine-client.ts');

describe('kill -9 of the process that started a job', () => {
  let image: string;
  beforeAll(async () => {
    image = await prepareTestImage();
  }, 60_000);

  test.each<[string, string, Partial<Job>, number]>([
    ['a job that sleeps', 'echo up; sleep 60', {}, 0],
    ['a job that ignores every signal', 'trap "" TERM INT HUP; echo up; sleep 60; sleep 60', {}, 0],
    ['a job with children of its own sessions', 'setsid sleep 60 & echo up; sleep 60', {}, 0],
    ['a job with more stdin than it reads', 'echo up; sleep 60', { stdin: true }, 2_000_000],
    ['a job with a terminal', 'echo up; sleep 60', { terminal: { columns: 80, rows: 24 }, stdin: true }, 0],
    [
      'a job with a terminal that ignores signals',
      'trap "" TERM INT HUP; echo up; sleep 60; sleep 60',
      { terminal: { columns: 80, rows: 24 } },
      0,
    ],
  ])(
    'leaves nothing of %s after two seconds',
    async (_name, script, given, stdinBytes) => {
      const job = createJob(image, script, given);
      const client = spawn(
        process.execPath,
        ['--import', 'tsx', CLIENT, JSON.stringify({ env: {}, job, stdinBytes })],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await waitForText(client.stdout, 'up');
      // Long enough for unread stdin to fill every pipe on the way.
      await new Promise((resolve) => setTimeout(resolve, stdinBytes > 0 ? 500 : 50));
      expect(await listTestContainers(job.name)).toHaveLength(1);
      client.kill('SIGKILL');
      await waitUntilGone(job.name, 2_000);
    },
    30_000,
  );
});
