import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { TERMINAL_CHANGED } from '../support/cli.ts';
import { SOCKET } from '../support/engine.ts';
import { openSocketProxy } from '../support/socket-proxy.ts';
import { closeWorkspaces, createScripts } from '../support/workspaces.ts';

afterEach(closeWorkspaces);

const onTerminal = { terminal: true, stdin: 'open' } as const;
const OTHER_SCREEN = '\u001b[?1049h';
const OWN_SCREEN = '\u001b[?1049l';
const SHOW_CURSOR = '\u001b[?25h';
const CTRL_BACKSLASH = '\u001c';

/** The process that is the only child of another. */
function childOf(pid: number | string): string {
  return readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
}

describe('a program that takes the whole screen', () => {
  test('gets every key, is told of a new size, and gives the screen back', async () => {
    const workspace = await createScripts({ go: 'true' });
    const running = await workspace.start(['exec', '--', 'bash', '-c', 'seq 5000 >/tmp/n; less -M /tmp/n'], onTerminal);
    await running.waitFor('lines 1-30/5000');
    running.type('/^4321$\n');
    await running.waitFor('lines 4321-4350/5000');
    execFileSync('stty', ['-F', readlinkSync(`/proc/${childOf(running.pid)}/fd/0`), 'rows', '21']);
    await running.waitFor('lines 4321-4340/5000');
    running.type('q');
    const { code, stdout } = await running.finished;
    expect(code).toBe(0);
    expect(stdout.lastIndexOf(OWN_SCREEN)).toBeGreaterThan(stdout.lastIndexOf(OTHER_SCREEN));
    expect(stdout).not.toContain(TERMINAL_CHANGED);
  });

  const drawing = ['exec', '--', 'bash', '-c', String.raw`printf '\e[?1049h\e[?25l\e[2Jdrawn'; sleep 60`];

  test('leaves a whole terminal behind when polycrate is told to end', async () => {
    const workspace = await createScripts({ go: 'true' });
    const running = await workspace.start(drawing, onTerminal);
    await running.waitFor('drawn');
    process.kill(Number(childOf(childOf(running.pid))), 'SIGTERM');
    const { code, stdout } = await running.finished;
    expect(code).toBe(143);
    const after = stdout.slice(stdout.indexOf('drawn'));
    expect(after).toContain(OWN_SCREEN);
    expect(after).toContain(SHOW_CURSOR);
    expect(after.indexOf(OWN_SCREEN)).toBeLessThan(after.indexOf('cancelled'));
    expect(stdout).not.toContain(TERMINAL_CHANGED);
  });

  test('leaves a whole terminal behind when the engine goes away', async () => {
    const workspace = await createScripts({ go: 'true' });
    await using proxy = await openSocketProxy(path.join(workspace.directory, 'engine.sock'), SOCKET);
    const env = { DOCKER_HOST: `unix://${proxy.path}` };
    const running = await workspace.start(drawing, { ...onTerminal, env });
    await running.waitFor('drawn');
    await proxy.die();
    const { code, stdout } = await running.finished;
    expect(code).toBe(69);
    const after = stdout.slice(stdout.indexOf('drawn'));
    expect(after.indexOf(OWN_SCREEN)).toBeGreaterThan(0);
    expect(after.indexOf(OWN_SCREEN)).toBeLessThan(after.indexOf('ENGINE_LOST'));
    expect(stdout).not.toContain(TERMINAL_CHANGED);
  });
});

describe('keys', () => {
  test('100 KB that are pasted at once all arrive', async () => {
    const workspace = await createScripts({ go: 'true' });
    const command = `stty raw -echo; echo up; head -c 100000 | sha256sum; stty sane`;
    const running = await workspace.start(['exec', '--', 'bash', '-c', command], onTerminal);
    await running.waitFor('up\n');
    const pasted = Array.from({ length: 10_000 }, (_, at) => `${String(at).padStart(9, '0')}\n`).join('');
    running.type(pasted);
    const { code, stdout } = await running.finished;
    expect(code).toBe(0);
    expect(stdout).toContain(createHash('sha256').update(pasted).digest('hex'));
  });

  test(String.raw`Ctrl-\ quits an action`, async () => {
    const workspace = await createScripts({ go: 'echo up; sleep 60; echo "never here"' });
    const running = await workspace.start(['run', 'main', 'go'], onTerminal);
    await running.waitFor('\nup');
    running.type(CTRL_BACKSLASH);
    const { code, stdout } = await running.finished;
    expect(code).toBe(131);
    expect(stdout).not.toContain('never here');
    expect(stdout).not.toContain(TERMINAL_CHANGED);
  });
});
