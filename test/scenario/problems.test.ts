import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../src/errors.ts';
import { FakeContainerEngine } from '../fakes/container-engine.ts';
import { scenario, steady } from '../support/command-line.ts';

const block = (actions: string) => ({
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly': `name: web\n${actions}`,
});
const GREET = 'actions:\n  - {name: greet, script: echo hi}\n';

describe('what a person reads when', () => {
  test('there is no workspace', async () => {
    await using ws = await scenario({});
    const { status, stdout, stderr } = await ws.polycrate('run', 'a', 'b');
    expect(status).toBe(66);
    expect(stdout).toBe('');
    expect(steady(stderr, ws)).toBe(
      'error[WORKSPACE_NOT_FOUND] no workspace.poly in <folder> or any folder above it\n' +
        'hint  go to a workspace, name one with --workspace PATH, or make one here: polycrate init\n',
    );
  });

  test('a block is misspelt', async () => {
    await using ws = await scenario(block(GREET));
    const { status, stderr } = await ws.polycrate('run', 'wep', 'greet');
    expect(status).toBe(65);
    expect(stderr).toBe('error[BLOCK_UNKNOWN] no block is called "wep"\nhint  did you mean "web"?\n');
  });

  test('an action has two kinds', async () => {
    await using ws = await scenario(block('actions:\n  - name: deploy\n    script: echo\n    playbook: deploy.yml\n'));
    const { status, stderr } = await ws.polycrate('run', 'web', 'deploy');
    expect(status).toBe(65);
    expect(stderr).toMatch(/^error\[ACTION_AMBIGUOUS\] /);
    expect(stderr).toContain('blocks/web/block.poly:');
  });

  test('a command does not exist', async () => {
    await using ws = await scenario({});
    const { status, stderr } = await ws.polycrate('blok', 'list');
    expect(status).toBe(64);
    expect(stderr).toBe("error[USAGE] unknown command 'blok'\nhint  did you mean block? (polycrate --help)\n");
  });

  test('an option does not exist, as a document when asked for one', async () => {
    await using ws = await scenario({});
    const { status, stdout } = await ws.polycrate('block', 'list', '--nope', '-o', 'json');
    expect(status).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'USAGE', exitCode: 64 } });
  });

  test('no command is given', async () => {
    await using ws = await scenario({});
    const { status, stdout } = await ws.polycrate();
    expect(stdout).toContain('Examples:');
    expect(status).toBe(0);
  });

  test('the engine cannot be found', async () => {
    await using ws = await scenario(block(GREET));
    const engine = () => Promise.reject(new Problem('ENGINE_NOT_FOUND', 'nothing answers', { hint: 'start one' }));
    const { status, stderr } = await ws.polycrateWith({ engine }, 'run', 'web', 'greet');
    expect(status).toBe(69);
    expect(stderr).toContain('error[ENGINE_NOT_FOUND] nothing answers\nhint  start one\n');
    expect(await ws.records()).toMatchObject([
      { state: 'failed', exit_code: 69, cause: 'ENGINE_NOT_FOUND: nothing answers' },
    ]);
  });

  test('the image is not there and cannot be pulled', async () => {
    await using ws = await scenario(
      { ...block(GREET), 'workspace.poly': 'name: acme\nconfig: {image: {reference: example/none, version: "1"}}\n' },
      { engine: new FakeContainerEngine({ images: [] }) },
    );
    const { status, stderr } = await ws.polycrate('run', 'web', 'greet');
    expect(status).toBe(69);
    expect(stderr).toContain('error[IMAGE_UNAVAILABLE]');
  });

  test('an action asks, and nobody is there to answer', async () => {
    await using ws = await scenario(
      block('actions:\n  - {name: wipe, script: echo wiped, prompt: {message: Really?}}\n'),
    );
    const { status, stdout, stderr } = await ws.polycrate('run', 'web', 'wipe');
    expect(status).toBe(64);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error\[PROMPT_UNANSWERED\] /);
    expect(await ws.polycrate('run', 'web', 'wipe', '--yes')).toMatchObject({ status: 0, stdout: 'wiped\n' });
  });

  test('--limit is no number', async () => {
    await using ws = await scenario(block(GREET));
    const { status, stderr } = await ws.polycrate('logs', 'list', '--limit', 'many');
    expect(status).toBe(64);
    expect(stderr).toBe('error[USAGE] --limit takes a whole number from 1 on, not "many"\nhint  --limit 1\n');
  });

  test('a record is asked for that does not exist', async () => {
    await using ws = await scenario(block(GREET));
    const { status, stderr } = await ws.polycrate('logs', 'show');
    expect(status).toBe(66);
    expect(stderr).toBe(
      'error[RECORD_UNKNOWN] nothing has been recorded yet\nhint  run an action first: polycrate run BLOCK ACTION\n',
    );
  });

  test('a workspace is made where one is', async () => {
    await using ws = await scenario(block(GREET));
    const { status, stderr } = await ws.polycrate('init');
    expect(status).toBe(73);
    expect(steady(stderr, ws)).toBe(
      'error[WORKSPACE_EXISTS] <folder> has a workspace.poly already\nhint  polycrate workspace inspect\n',
    );
  });
});
