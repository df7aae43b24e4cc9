import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSsh, type SshAnswer } from '../../../../src/adapters/engine/ssh/client.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'polycrate-ssh-client-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (PATH = `${folder}:${process.env['PATH'] ?? ''}`): Promise<SshAnswer> =>
  runSsh(['host'], { env: { PATH }, timeoutMs: 60_000 });
const install = (script: string, mode = 0o755): void => {
  writeFileSync(path.join(folder, 'ssh'), `#!/bin/sh\n${script}\n`, { mode });
};

describe('the ssh of this machine', () => {
  test('is heard to its last byte', async () => {
    install('head -c 60000 /dev/zero | tr "\\0" x; echo; echo end; echo why >&2; exit 7');
    const { status, stdout, stderr } = await run();
    expect({ status, size: stdout.length, stderr }).toEqual({ status: 7, size: 60_005, stderr: 'why\n' });
    expect(stdout.slice(-4)).toBe('end\n');
  });

  test('is done when it ends, although something in the background holds its pipes', async () => {
    install('sleep 600 & echo $!; exit 3');
    const { status, stdout } = await run();
    // It is there to be killed: nobody has waited for it.
    expect(process.kill(Number(stdout), 'SIGKILL')).toBe(true);
    expect(status).toBe(3);
  });

  test('is missing only where there is none', async () => {
    await expect(run(folder)).rejects.toMatchObject({ code: 'TOOL_MISSING' });
    install('true', 0o644);
    await expect(run(folder)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', hint: 'ssh -V' });
  });
});
