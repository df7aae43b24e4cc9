import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createPost } from '../../../../src/adapters/http/index.ts';
import { findProxy } from '../../../../src/adapters/http/proxy.ts';
import { answering, startWebhook, TEST_CA } from '../../../support/webhook-server.ts';

const request = (url: string, timeoutMs = 5000) => ({ url, headers: { 'x-own': 'ä' }, body: '{"ü":1}', timeoutMs });

describe('a request to a webhook', () => {
  test('arrives as it was, and comes back with a status', async () => {
    await using server = await startWebhook([answering(201)]);
    expect(await createPost({})(request(server.url))).toEqual({ status: 201 });
    expect(server.received).toMatchObject([{ body: '{"ü":1}', headers: { 'content-length': '8' }, url: '/hook' }]);
  });

  test('says how long the server asks to wait, and where it redirects to, without going there', async () => {
    await using other = await startWebhook();
    await using server = await startWebhook([
      answering(503, { 'retry-after': '7' }),
      answering(307, { location: other.url }),
    ]);
    const post = createPost({});
    expect(await post(request(server.url))).toEqual({ status: 503, retryAfterMs: 7000 });
    expect(await post(request(server.url))).toEqual({ status: 307, location: other.url });
    expect(other.received).toEqual([]);
  });

  test('ends when its time is over', async () => {
    await using server = await startWebhook([() => undefined]);
    expect(await createPost({})(request(server.url, 50))).toEqual({ failure: 'it did not answer in time' });
  });

  test('does not wait for an endless answer', async () => {
    await using server = await startWebhook([(response) => response.writeHead(200).write('and')]);
    expect(await createPost({})(request(server.url))).toEqual({ status: 200 });
  });

  test('that nobody takes says so', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await createPost({})(request(`http://127.0.0.1:${port}/`))).toEqual({ failure: 'nothing listens there' });
  });

  test('trusts an own authority that the environment names, and no other', async () => {
    await using server = await startWebhook([], { secure: true });
    expect(await createPost({ SSL_CERT_FILE: TEST_CA })(request(server.url))).toEqual({ status: 204 });
    expect(await createPost({})(request(server.url))).toMatchObject({
      failure: expect.stringMatching(/certificate/) as unknown,
    });
    expect(await createPost({ SSL_CERT_FILE: '/nowhere.pem' })(request(server.url))).toHaveProperty('failure');
  });

  test('goes through the proxy of the environment', async () => {
    await using proxy = await startWebhook();
    const post = createPost({ http_proxy: proxy.url });
    expect(await post(request('http://hooks.example.com/a'))).toEqual({ status: 204 });
    expect(proxy.received).toMatchObject([
      { url: 'http://hooks.example.com/a', headers: { host: 'hooks.example.com' } },
    ]);
  });
});

test.each([
  ['https://a.example.com', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
  ['http://a.example.com', { HTTPS_PROXY: 'http://p:1' }, undefined],
  ['http://a.example.com', { ALL_PROXY: 'p:1' }, 'http://p:1'],
  ['https://a.example.com', { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://q:1' }, 'http://p:1'],
  ['https://a.example.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'b.org, example.com' }, undefined],
  ['https://a.example.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.example.com' }, undefined],
  ['https://badexample.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.com' }, 'http://p:1'],
  ['https://a.example.com', { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.example.com:8443' }, 'http://p:1'],
  ['https://a.example.com:8443', { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.example.com:8443' }, undefined],
  ['http://[::1]:8080', { HTTP_PROXY: 'http://p:1', NO_PROXY: 'localhost,127.0.0.1,::1' }, undefined],
  ['https://a.example.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
  ['https://a.example.com', { HTTPS_PROXY: '' }, undefined],
])('the proxy for %s with %j is %s', (url, env, expected) => {
  expect(findProxy(new URL(url), env)).toBe(expected);
});
