// `npm test`: makes sure of everything, then runs all suites and sums them up. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prepare, root, run, say } from './prepare.mjs';

const results = join(root, '.cache/results');
const failures = [];
let passed = 0;

/** Runs a jest project; counts come from its own report, so a suite that dies counts as failed. */
async function suite(name, workers) {
  say(`suite ${name}`);
  const report = join(results, `${name}.json`);
  const status = await node([
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '-c',
    'jest.config.mjs',
    '--selectProjects',
    name,
    '--maxWorkers',
    String(workers),
    '--json',
    '--outputFile',
    report,
    '--silent=false',
    ...(name === 'unit'
      ? ['--coverage', '--coverageDirectory', '.cache/coverage', '--coverageReporters', 'text-summary']
      : []),
  ]);
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) {
    failures.push(`${name}: jest left no report (exit ${status})`);
    return;
  }
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, testResults } = JSON.parse(text);
  passed += numPassedTests;
  for (const { assertionResults, name: file, status: state, message } of testResults) {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    for (const { fullName } of failed) failures.push(`${name}: ${fullName}`);
    if (state === 'failed' && failed.length === 0)
      failures.push(`${name}: ${file} did not run: ${message.split('\n')[0]}`);
  }
  if (numPendingTests > 0) failures.push(`${name}: ${numPendingTests} tests were skipped`);
  if (status !== 0 && numFailedTests === 0 && numRuntimeErrorTestSuites === 0)
    failures.push(`${name}: jest ended with ${status}`);
}

function node(args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
}

/** Checks without a report of their own count as one test each. */
async function single(name, args) {
  say(name);
  if ((await node(args)) === 0) passed += 1;
  else failures.push(name);
}

try {
  await rm(results, { recursive: true, force: true });
  await mkdir(results, { recursive: true });
  await Promise.all([prepare({ image: true }), run('bash', ['scripts/further-engines.sh'])]);
  await run('bash', ['scripts/remote-tools.sh']);
  await single('npm run check', ['scripts/check.mjs']);
  await suite('unit', 2);
  await suite('scenario', 2);
  await suite('contract', 2);
  // From here on tests count containers and processes: one at a time.
  await suite('fault', 1);
  await suite('e2e', 1);
  await single('npm run bench -- --quick', ['scripts/bench.mjs', '--quick']);
} catch (error) {
  failures.push(`set-up: ${error.message}`);
}
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
