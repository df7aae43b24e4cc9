import { describe, expect, test } from '@jest/globals';
import { expectWording, scenario, steady } from '../support/command-line.ts';

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

test('a secret given to polycrate-mask is masked on both streams as soon as that has ended', async () => {
  const script = `for n in 1 2 3 4 5; do t="${SECRET}-$n"; polycrate-mask <<<"$t"; echo "$t" >&2; echo "$t"; done`;
  await using ws = await scenario({ 'workspace.poly': poly({ say: script }) });
  const { status, stdout, stderr } = await ws.polycrate('run', 'web', 'say');
  expect(status).toBe(0);
  expect(`${stdout}${stderr}`).not.toContain(SECRET);
  expect(stdout).toBe('***\n'.repeat(5));
});

test('polycrate-mask is there without a container, too', async () => {
  const script = `polycrate-mask <<<${SECRET}; echo ${SECRET}`;
  await using ws = await scenario({ 'workspace.poly': poly({ say: script }) });
  const { status, stdout } = await ws.polycrateWith({ findsEngine: true }, 'run', 'web', 'say', '--engine', 'local');
  expect({ status, stdout }).toEqual({ status: 0, stdout: '***\n' });
});

describe('what lies in artifacts/secrets', () => {
  const KEY = [
    '-----BEGIN PRIVATE KEY-----',
    'MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp',
    '-----END PRIVATE KEY-----',
    '',
  ];
  const FILES = {
    'artifacts/secrets/db-password': 'summer of 69\n',
    'artifacts/secrets/deep/app.env': 'HOST=db.example.com\nAPI_KEY=abcd-efgh\n',
    'artifacts/secrets/id_ed25519': KEY.join('\n'),
    'artifacts/secrets/id_ed25519.pub': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJvAE8 me@host\n',
  };

  test('is masked in the output of an action, whichever way it is written', async () => {
    const script =
      'cd artifacts/secrets; cat db-password deep/app.env id_ed25519 id_ed25519.pub; base64 id_ed25519; base64 -w0 deep/app.env';
    await using ws = await scenario({ 'workspace.poly': poly({ say: script }), ...FILES });
    await ws.write('blocks/web/.keep', '');
    const { stdout } = await ws.polycrate('run', 'web', 'say');
    expect(stdout).toContain('***\nHOST=db.example.com\nAPI_KEY=***\n***');
    expect(stdout).toContain('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJvAE8 me@host\n');
    for (const secret of ['summer', 'abcd-efgh', KEY[1] ?? '']) {
      expect(stdout).not.toContain(secret);
      expect(stdout).not.toContain(Buffer.from(secret).toString('base64').slice(0, 8));
    }
  });

  test('is masked in answers as well', async () => {
    await using ws = await scenario({ 'workspace.poly': poly({ say: 'echo summer of 69' }), ...FILES });
    const { stdout } = await ws.polycrate('plan', 'web', 'say', '-o', 'json');
    expect(stdout).toContain('echo ***');
  });
});

test.each([[['--env', 'DB_PASSWORD=wintertime']], [['--env', 'PLAIN=http://me:wintertime@proxy:3128']]])(
  'a value from outside whose variable says that it is secret is masked: %j',
  async (options) => {
    await using ws = await scenario({ 'workspace.poly': poly({ say: 'echo "wintertime and ${PLAIN-}"' }) });
    const { stdout } = await ws.polycrate('run', 'web', 'say', ...options);
    expect(stdout).toMatch(/^\*{3} and (http:\/\/me:\*{3}@proxy:3128)?\n$/);
  },
);

test('what cannot be masked is told', async () => {
  await using ws = await scenario({ 'workspace.poly': poly({ short: 'echo "::add-mask::ab"; echo ab' }) });
  const warning = async () => {
    const { stdout, stderr } = await ws.polycrate('run', 'web', 'short');
    expect(stdout).toBe('ab\n');
    const lines = steady(stderr, ws).split('\n');
    return `${lines.filter((line) => /^(warning|hint)/.test(line)).join('\n')}\n`;
  };
  const short = await warning();
  await ws.write('workspace.poly', poly({ short: 'echo ab' }));
  await ws.write('artifacts/secrets/dump', 'x'.repeat(300_000));
  expectWording('SECRET_UNMASKED', {
    'an action registers two characters': short,
    'a file is far too large': await warning(),
  });
});
