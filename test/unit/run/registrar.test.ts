import { expect, test } from '@jest/globals';
import { createRegistrar } from '../../../src/run/index.ts';

function open() {
  const told: string[] = [];
  const registrar = createRegistrar((id) => told.push(`ok ${id}`));
  const take = (...lines: readonly string[]) => {
    for (const line of lines) registrar.take(Buffer.from(line));
  };
  const listen = () => {
    registrar.onSecret((value) => told.push(value));
  };
  return { told, take, listen };
}

test('parts of several secrets are put together by their ids, and each is answered once it has been told', () => {
  const { told, take, listen } = open();
  listen();
  take('+7 hun', '+12 a%0A', '=7 ter2', '=12 b%2525');
  expect(told).toEqual(['hunter2', 'ok 7', 'a\nb%25', 'ok 12']);
});

test('what comes before anybody listens is told and answered then', () => {
  const { told, take, listen } = open();
  take('=7 hunter2');
  expect(told).toEqual([]);
  listen();
  expect(told).toEqual(['hunter2', 'ok 7']);
});

test('a character that is cut in two is whole again', () => {
  const told: string[] = [];
  const registrar = createRegistrar(() => undefined);
  registrar.onSecret((value) => told.push(value));
  const [first, second] = Buffer.from('ü');
  registrar.take(Buffer.from([...Buffer.from('+1 a'), first ?? 0]));
  registrar.take(Buffer.from([...Buffer.from('=1 '), second ?? 0]));
  expect(told).toEqual(['aü']);
});

test('lines of any other form are dropped', () => {
  const { told, take, listen } = open();
  listen();
  take('', '=x y', '= y', '?7 y', '=7', `=${'9'.repeat(20)} y`);
  expect(told).toEqual([]);
});
