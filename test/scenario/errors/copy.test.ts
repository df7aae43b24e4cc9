import { test } from '@jest/globals';
import { describeAbsent, describeConflict, describeOccupied } from '../../../src/adapters/engine/copy/warnings.ts';
import { expectWording, render, told } from '../../support/command-line.ts';

const AT = { directory: '/work/shop' };

test('what a person reads when something does not reach an engine on another machine', async () => {
  const code = 'COPY_INCOMPLETE';
  expectWording(code, { 'an ssh agent': told(code, await render(describeAbsent('/run/user/1000/agent.sock')), AT) });
});

test('what a person reads when a file was changed on both sides of a copy', async () => {
  const code = 'COPY_CONFLICT';
  const both = describeConflict('artifacts/list.txt', 'artifacts/list.txt.from-engine');
  const occupied = describeOccupied('cache', 'cache.from-engine');
  expectWording(code, {
    'here and there': told(code, await render(both), AT),
    'a folder here, a file there': told(code, await render(occupied), AT),
  });
});
