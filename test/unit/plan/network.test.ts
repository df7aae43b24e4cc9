import { expect, test } from '@jest/globals';
import { checkNetwork, chooseNetwork } from '../../../src/plan/network.ts';
import { catchProblem } from '../../support/problems.ts';

test.each([
  ...['host', 'none', 'bridge', 'default', 'shop_front-end.2', 'x', '3f1c', 'my net'],
  ...['container:db', 'container:3f1c', 'slirp4netns:allow_host_loopback=true', 'ns:/run/netns/x'],
])('%s can be a network', (name) => {
  expect(chooseNetwork(name)).toBe(name);
});

test.each(['', ' ', '-web', 'web/front', 'web:front', 'host\n', 'container:', 'container:a/b', 'ns:', 'größe', '$NET'])(
  '%j can be none',
  (name) => {
    expect(checkNetwork(name)).toMatchObject({ code: 'VALUE_INVALID' });
  },
);

test('what is refused comes with where the names are to be seen', () => {
  expect(catchProblem(() => chooseNetwork('web/front')).hint).toContain('docker network ls');
  expect(catchProblem(() => chooseNetwork('container:')).hint).toContain('docker ps');
});
