import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { listModuleVersions } from '../../../../src/adapters/http/index.ts';

test('the versions of a module are what the first module proxy lists; of one that says nothing there are none to know', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url);
    answer.statusCode = request.url?.includes('example.org/tool/') === true ? 200 : 404;
    answer.end('v1.0.0\nv1.1.0\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const env = { GOPROXY: `http://127.0.0.1:${String(port)}/,direct` };
  try {
    expect(await listModuleVersions('example.org/tool', env)).toEqual(['v1.0.0', 'v1.1.0']);
    expect(await listModuleVersions('example.org/none', env)).toBeUndefined();
    expect(asked).toEqual(['/example.org/tool/@v/list', '/example.org/none/@v/list']);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  expect(await listModuleVersions('example.org/tool', env)).toBeUndefined();
});
