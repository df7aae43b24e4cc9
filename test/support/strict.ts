import { afterAll, expect } from '@jest/globals';
import { globalAgent } from 'node:http';

// A warning of the process (leaking listeners, deprecated calls, unhandled promises) fails the file that caused it.
const warnings: string[] = [];
const onWarning = (warning: Error): void => {
  if (warning.name !== 'ExperimentalWarning') warnings.push(warning.stack ?? String(warning));
};
process.on('warning', onWarning);

afterAll(() => {
  // Connections that are kept for a next request keep the process, too.
  globalAgent.destroy();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
