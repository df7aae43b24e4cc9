// `npm run fuzz`: every property of test/unit/fuzz, tried 10,000 times, or as often as FUZZ_RUNS says. For a night, not for every change.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '-c',
  'jest.config.mjs',
];
const suites = ['--selectProjects', 'unit', '--testPathPatterns', 'test/unit/fuzz', '--maxWorkers', '2', '--verbose'];
const child = spawn(process.execPath, [...jest, ...suites, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: process.env.FUZZ_RUNS ?? '10000' },
});
child.on('close', (status) => {
  process.exitCode = status ?? 1;
});
