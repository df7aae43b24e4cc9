// The step of action.yml that runs: the same command as by hand, then outputs and summary from its record. Ends with polycrate's exit status.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { ask, fail, output, tell, temporary } from './runner.mjs';

const { WORKFLOW: workflow, BLOCK: block, ACTION: action, ARGUMENTS: lines = '', STRICT: strict } = process.env;
const workspace = resolve(process.env.WORKSPACE || '.');
const here = ['-w', workspace];

if (workflow && (block || action)) fail('name a workflow, or a block and an action, not both', 64);
if (!workflow && !(block && action)) fail(block ? 'name the action of the block' : 'name the block of the action', 64);

const before = newest();
if (strict === 'true') await step(['validate', '--strict']);
const passed = lines.split('\n').map((line) => line.replace(/\r$/, ''));
while (passed.at(-1) === '') passed.pop();
const words = workflow ? ['workflow', 'run', workflow, '--yes'] : ['run', block, action, '--yes'];
await step(passed.length === 0 ? words : [...words, '--', ...passed], true);

/** Runs polycrate; ends this step with it when it fails, or when it is the `last`. */
async function step(words, last = false) {
  const status = await polycrate(words);
  if (status === 0 && !last) return;
  report(status, words);
  process.exit(status);
}

/** Both streams go the same way: the runner reads two pipes in no certain order. */
function polycrate(words) {
  const child = spawn('polycrate', [...here, ...words], { stdio: ['ignore', 1, 1] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on('error', (error) => {
      fail(error.message, 69);
    });
    child.on('close', (status, signal) => {
      done(status ?? 128 + constants.signals[signal]);
    });
  });
}

function report(status, [verb, ...rest]) {
  output('exit-code', status);
  const folder = ask('polycrate', [...here, 'config', 'logsroot']);
  if (folder !== undefined) output('records', resolve(workspace, folder.trim()));
  const record = newest();
  if (record === undefined || record.transaction === before?.transaction) {
    // With a record polycrate has written a summary itself.
    tell('GITHUB_STEP_SUMMARY', `**❌ polycrate ${verb}** · exit ${String(status)} · nothing has run\n`);
    return;
  }
  const { transaction, state } = record;
  output('transaction', transaction);
  output('state', state);
  const junit = temporary(`polycrate-${transaction}.xml`);
  if (ask('polycrate', [...here, 'logs', 'export', transaction, '--format', 'junit', '--file', junit]) !== undefined) {
    output('junit', junit);
  }
}

/** The newest record of the workspace, if it has one. */
function newest() {
  return JSON.parse(ask('polycrate', [...here, 'logs', 'list', '--limit', '1', '-o', 'json']) ?? '[]')[0];
}
