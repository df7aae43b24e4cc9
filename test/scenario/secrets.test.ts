import { describe, expect, test } from '@jest/globals';
import { expectWording, scenario } from '../support/command-line.ts';

const SECRET = 'made-at-run-time';

function poly(scripts: Readonly<Record<string, string>>, more = ''): string {
  const actions = Object.entries(scripts).map(([name, script]) => ({ name, script }));
  return `name: acme\nblocks: ${JSON.stringify([{ name: 'web', actions }])}\n${more}`;
}

describe('a secret that an action registers with a line ::add-mask::', () => {
  test.each(['human', 'json', 'yaml', 'ndjson'])(
    'is in no answer, journal or record afterwards (%s)',
    async (format) => {
      const script = `echo begin; echo '::add-mask::${SECRET}'; echo "out ${SECRET}"; sleep 0.1; echo "err ${SECRET}" >&2; exit 3`;
      await using ws = await scenario({ 'workspace.poly': poly({ say: script }) });
      const { status, stdout, stderr } = await ws.polycrate('run', 'web', 'say', '-o', format);
      const shown = await ws.polycrate('logs', 'show');
      expect(status).toBe(3);
      for (const text of [stdout, stderr, shown.stdout, JSON.stringify(await ws.records())]) {
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain('add-mask');
      }
      expect(`${stdout}${stderr}`).toContain('out ***');
      expect(shown.stdout).toContain('out ***');
      expect(`${shown.stdout}${shown.stderr}`).toContain('err ***');
    },
  );

  test('is hidden in the steps of a workflow that run later, and in the records of these', async () => {
    const workflows =
      'workflows: [{name: all, steps: [{name: one, block: web, action: make}, {name: two, block: web, action: use}]}]\n';
    const scripts = { make: `echo '::add-mask::${SECRET}'`, use: `echo ${SECRET}; echo ${SECRET} | base64 >&2` };
    await using ws = await scenario({ 'workspace.poly': poly(scripts, workflows) });
    const { status, stdout, stderr } = await ws.polycrate('workflow', 'run', 'all', '-o', 'ndjson');
    expect(status).toBe(0);
    expect(`${stdout}${stderr}${JSON.stringify(await ws.records())}`).not.toContain(SECRET);
    expect(stdout).toContain('"***\\n"');
    expect(stdout).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 12));
  });
});

test('what cannot be masked is told', async () => {
  await using ws = await scenario({ 'workspace.poly': poly({ short: 'echo "::add-mask::ab"; echo ab' }) });
  const { stdout, stderr } = await ws.polycrate('run', 'web', 'short');
  expect(stdout).toBe('ab\n');
  const warning = stderr.split('\n').filter((line) => /^(warning|hint)/.test(line));
  expectWording('SECRET_UNMASKED', { 'an action registers two characters': `${warning.join('\n')}\n` });
});
