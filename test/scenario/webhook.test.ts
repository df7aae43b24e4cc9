import { describe, expect, test } from '@jest/globals';
import { expectWording, scenario, steady } from '../support/command-line.ts';
import { answering, startWebhook } from '../support/webhook-server.ts';

const BLOCK = {
  'blocks/shop/block.poly': [
    'name: shop',
    'actions:',
    '  - {name: build, script: echo built}',
    '  - {name: fail, script: [echo bad, exit 3]}',
    '',
  ].join('\n'),
};

const workspace = (endpoint: string, more = ''): string =>
  [
    'name: acme',
    `events: {handler: webhook, endpoint: "${endpoint}"${more}}`,
    'workflows: [{name: release, steps: [{name: one, block: shop, action: build}, {name: two, block: shop, action: fail}]}]',
    '',
  ].join('\n');

interface Message {
  readonly type: string;
  readonly schema: number;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('a webhook', () => {
  test('is told of a run, whether or not it succeeds, with its record', async () => {
    await using server = await startWebhook();
    await using ws = await scenario({ ...BLOCK, 'workspace.poly': workspace(server.url) });
    expect(await ws.polycrate('run', 'shop', 'build')).toMatchObject({ status: 0 });
    expect(await ws.polycrate('run', 'shop', 'fail')).toMatchObject({ status: 3 });
    const messages = server.received.map(({ body }) => JSON.parse(body) as Message);
    expect(messages.map(({ type, schema, data }) => ({ type, schema, data }))).toEqual(
      (await ws.records()).map((data) => ({ type: 'run.finished', schema: 1, data })),
    );
    expect(messages.map(({ data }) => data['state'])).toEqual(['succeeded', 'failed']);
  });

  test('is told of a workflow once, when it has ended', async () => {
    await using server = await startWebhook();
    await using ws = await scenario({ ...BLOCK, 'workspace.poly': workspace(server.url) });
    expect(await ws.polycrate('run', 'release')).toMatchObject({ status: 3 });
    const [message, ...others] = server.received.map(({ body }) => JSON.parse(body) as Message);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      type: 'workflow.finished',
      data: { state: 'failed', steps: [{ step: 'one' }, { step: 'two' }] },
    });
  });

  test('is told of what could not even begin, and not of slips of the pen', async () => {
    await using server = await startWebhook();
    await using ws = await scenario({
      ...BLOCK,
      'blocks/ask/block.poly': 'name: ask\nactions: [{name: wipe, script: echo, prompt: {message: Really?}}]\n',
      'workspace.poly': workspace(server.url),
    });
    await ws.polycrate('run', 'ask', 'wipe');
    await ws.polycrate('run', 'shop', 'nothing');
    const messages = server.received.map(({ body }) => JSON.parse(body) as Message);
    expect(messages).toMatchObject([
      { data: { action: 'wipe', state: 'failed', cause: expect.stringContaining('PROMPT_UNANSWERED') as unknown } },
    ]);
  });

  test('is told no secret, gets secret headers, and a signature', async () => {
    await using server = await startWebhook();
    await using ws = await scenario({
      ...BLOCK,
      'workspace.poly': workspace(server.url),
      'secrets.poly': 'events: {secret: correct-horse, headers: {Authorization: Bearer battery-staple}}\n',
    });
    await ws.polycrate('run', 'shop', 'build', '--', 'correct-horse');
    const [{ headers, body } = { headers: {}, body: '' }] = server.received;
    expect(headers).toMatchObject({
      authorization: 'Bearer battery-staple',
      'webhook-id': (await ws.records())[0]?.transaction,
      'webhook-signature': expect.stringMatching(/^v1,[\w+/]{43}=$/) as unknown,
    });
    expect(body).not.toContain('correct-horse');
    expect((await ws.polycrate('workspace', 'inspect')).stdout).not.toMatch(/correct-horse|battery-staple/);
  });

  test('is told when the lock is free again', async () => {
    await using ws = await scenario(BLOCK);
    const second: Promise<unknown>[] = [];
    await using server = await startWebhook([
      (response) => {
        const run = ws.polycrate('run', 'shop', 'fail');
        second.push(run);
        void run.then(() => response.writeHead(200).end());
      },
      answering(200),
    ]);
    await ws.write('workspace.poly', workspace(server.url));
    expect(await ws.polycrate('run', 'shop', 'build')).toMatchObject({ status: 0 });
    expect(await Promise.all(second)).toMatchObject([{ status: 3 }]);
  });

  test('that fails is a warning, and the run ends as it ended', async () => {
    const code = 'EVENT_UNDELIVERED';
    const warn = async (answer: Parameters<typeof startWebhook>[0], timeout = '5s'): Promise<string> => {
      await using server = await startWebhook(answer);
      await using ws = await scenario({ ...BLOCK, 'workspace.poly': workspace(server.url, `, timeout: ${timeout}`) });
      const { status, stderr, stdout } = await ws.polycrate('run', 'shop', 'build');
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'built\n' });
      const warning = stderr.slice(stderr.indexOf('warning['));
      return steady(warning, ws).replaceAll(/127\.0\.0\.1:\d+/g, 'hooks.example.com');
    };
    expectWording(code, {
      'it answers 404': await warn([answering(404)]),
      'it answers 403': await warn([answering(403)]),
      'it redirects': await warn([answering(302, { location: 'http://elsewhere.example.com' })]),
      'it answers 500 three times': await warn([answering(500)]),
      'it closes the connection': await warn([(response) => response.socket?.destroy()]),
      'it never answers': await warn([() => undefined], '20ms'),
    });
  });

  test('that does not answer is waited for until a signal comes, and the run ends as it ended', async () => {
    const answers: (() => unknown)[] = [];
    await using server = await startWebhook([
      (response) => {
        answers.push(() => response.writeHead(204).end());
        process.emit('SIGINT', 'SIGINT');
      },
    ]);
    await using ws = await scenario({ ...BLOCK, 'workspace.poly': workspace(server.url, ', timeout: 10m') });
    const { status, stderr } = await ws.polycrate('run', 'shop', 'fail');
    expect(status).toBe(3);
    expect(stderr).toContain('was not told of this run: SIGINT came before it had answered');
    expect(await ws.records()).toMatchObject([{ state: 'failed', exit_code: 3 }]);
    for (const answer of answers) answer();
  });

  test('that answers 500 first is asked again', async () => {
    await using server = await startWebhook([answering(500), answering(200)]);
    await using ws = await scenario({ ...BLOCK, 'workspace.poly': workspace(server.url) });
    const { stderr } = await ws.polycrate('run', 'shop', 'build');
    expect(stderr).not.toContain('warning');
    expect(new Set(server.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(server.received).toHaveLength(2);
  });

  test('is not told by other handlers, nor where no records are kept', async () => {
    await using server = await startWebhook();
    await using ws = await scenario({
      ...BLOCK,
      'workspace.poly': workspace(server.url).replace('webhook', 'workspace'),
    });
    await ws.polycrate('run', 'shop', 'build');
    await ws.write('workspace.poly', `${workspace(server.url)}config: {logging: {enabled: false}}\n`);
    expect((await ws.polycrate('run', 'shop', 'build')).stderr).toContain('warning[KEY_IDLE]');
    expect(server.received).toEqual([]);
  });
});

describe('mistakes about a webhook', () => {
  test.each([
    ['events: {handler: webhook}', 'KEY_MISSING', '2:19'],
    ['events: {handler: webhook, endpoint: hooks.example.com}', 'VALUE_INVALID', '2:38'],
    ['events: {handler: webhook, endpoint: "ftp://example.com"}', 'VALUE_INVALID', '2:38'],
    ['events: {handler: webhook, endpoint: "http://a", secret: whsec_not-base64}', 'VALUE_INVALID', '2:58'],
    ['events: {handler: webhook, endpoint: "http://a", headers: {"a b": c}}', 'VALUE_INVALID', '2:67'],
    ['events: {handler: webhook, endpoint: "http://a", headers: {a: "b\\nc"}}', 'VALUE_INVALID', '2:63'],
  ])('%s', async (text, code, place) => {
    await using ws = await scenario({ 'workspace.poly': `name: acme\n${text}\n` });
    const { status, stdout } = await ws.polycrate('validate');
    expect(status).toBe(65);
    expect(stdout).toContain(`error[${code}]`);
    expect(stdout).toContain(`workspace.poly:${place}`);
  });
});
