import { afterAll, jest } from '@jest/globals';
import { createEngine } from '../../src/adapters/engine/index.ts';
import { startFarEngine } from '../support/far-engine.ts';
import { startSshd } from '../support/sshd.ts';
import { describeElsewhere } from './copy-suite.ts';

// Several runs each, which copy and look.
jest.setTimeout(60_000);

const started: AsyncDisposable[] = [];
afterAll(async () => {
  for (const each of started) await each[Symbol.asyncDispose]();
}, 60_000);

describeElsewhere('ssh', async () => {
  const [far, sshd] = await Promise.all([startFarEngine(), startSshd()]);
  started.push(sshd, far);
  const { env } = sshd;
  const explicit = `${sshd.url}${far.socket}`;
  const uid = process.getuid?.() ?? 0;
  return { far, open: (options) => createEngine({ explicit, env, uid, home: '/nonexistent', ...options }) };
});
