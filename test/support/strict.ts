import { afterAll, expect } from '@jest/globals';

// A warning of the process (leaking listeners, deprecated calls, unhandled promises) fails the file that caused it.
const warnings: string[] = [];
const onWarning = (warning: Error): void => {
  if (warning.name !== 'ExperimentalWarning') warnings.push(warning.stack ?? String(warning));
};
process.on('warning', onWarning);

afterAll(() => {
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
