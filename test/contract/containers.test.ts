import Docker from 'dockerode';
import { createTestEngine } from '../support/engine.ts';
import { describeContainers } from './container-suite.ts';

describeContainers('the engine of this machine', async () => ({
  engine: await createTestEngine(),
  docker: new Docker(),
}));
