import { afterAll, jest } from '@jest/globals';
import { createEngine } from '../../src/adapters/engine/index.ts';
import { startFarEngine, type FarEngine } from '../support/far-engine.ts';
import { describeElsewhere } from './copy-suite.ts';

// Several runs each, which copy and look.
jest.setTimeout(60_000);

let far: FarEngine | undefined;
afterAll(async () => {
  await far?.[Symbol.asyncDispose]();
}, 60_000);

describeElsewhere('tcp with TLS', async () => {
  const started = (far = await startFarEngine());
  const env = { DOCKER_HOST: started.tcp, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: started.certificates };
  const uid = process.getuid?.() ?? 0;
  return {
    far: started,
    async open(options) {
      const engine = await createEngine({ env, uid, home: '/nonexistent', ...options });
      // An engine at localhost is taken for one of this machine, which sees its files.
      return {
        ...engine,
        start: (job, permission, signal) => engine.start({ transport: 'copy', ...job }, permission, signal),
      };
    },
  };
});
