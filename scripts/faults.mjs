// `npm run faults`: every cell of the fault matrix, and docs/reliability.md written from what came of them. `npm run faults -- PATTERN` tries some cells.
// `npm run kills`: a thousand kills of the CLI, or as many as KILLS says; KILL_SEED repeats a run. For a night, not for every change.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [suite = 'matrix', pattern] = process.argv.slice(2);
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const args = [
  ...jest,
  '-c',
  'jest.config.mjs',
  '--selectProjects',
  'fault',
  '--testPathPatterns',
  `test/fault/${suite}`,
];
const env = {
  ...process.env,
  ...(suite === 'kills' ? { KILLS: process.env.KILLS ?? '1000' } : { FAULTS: pattern ?? '.' }),
};
const child = spawn(process.execPath, [...args, '--maxWorkers', '1', '--verbose'], {
  cwd: root,
  stdio: 'inherit',
  env,
});
child.on('close', (status) => {
  if (status !== 0 || suite !== 'matrix') {
    process.exitCode = status ?? 1;
    return;
  }
  spawn('npm', ['run', '-s', 'generate'], { cwd: root, stdio: 'inherit' }).on('close', (written) => {
    process.exitCode = written ?? 1;
  });
});
