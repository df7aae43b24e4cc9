import { describe, expect, test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import type { Settings } from '../../../src/schema/settings.ts';
import { defaultSettings } from '../../../src/schema/settings.ts';
import { validateWorkspace } from '../../../src/schema/generated/validators.js';
import { catchProblem } from '../../support/problems.ts';
import { block, facts, request, workspace } from '../../support/resolved.ts';

type Container = Partial<Settings['container']>;

function limitsOf(own: Container, ofWorkspace: Container = {}) {
  const settings = defaultSettings('0.1.0');
  const container = { ...settings.container, ...ofWorkspace };
  const subject = workspace({ settings: { ...settings, container }, blocks: [block({ container: own })] });
  return planAction(subject, request(), facts()).limits;
}

describe('the limits of a container', () => {
  test('are none unless written', () => {
    expect(limitsOf({})).toBeUndefined();
  });

  test.each([
    ['512m', 512 * 1024 ** 2],
    ['1.5g', 1.5 * 1024 ** 3],
    ['2 GiB', 2 * 1024 ** 3],
    [8_000_000, 8_000_000],
  ])('memory: %s is %i bytes', (memory, memoryBytes) => {
    expect(limitsOf({ memory })).toMatchObject({ memoryBytes });
  });

  test('of a block lie over those of the workspace, key by key', () => {
    expect(limitsOf({ memory: '1g', tmpfs: [] }, { memory: '2g', cpus: '1.5', tmpfs: ['/cache'], pids: 100 })).toEqual({
      cpus: 1.5,
      memoryBytes: 1024 ** 3,
      pids: 100,
      tmpfs: [],
      capabilities: [],
      readOnly: false,
    });
  });

  test('are too little below what a container needs', () => {
    expect(catchProblem(() => limitsOf({ memory: '5m' }))).toMatchObject({ code: 'VALUE_INVALID', hint: 'write 512m' });
  });

  test.each([
    ['cpus', 0],
    ['cpus', 'many'],
    ['memory', 512],
    ['memory', '2x'],
    ['pids', 0],
    ['tmpfs', ['tmp']],
  ])('%s: %p is not understood', (key, value) => {
    expect(validateWorkspace({ name: 'acme', config: { container: { [key]: value } } })).toBe(false);
  });

  test.each([
    ['cpus', 0.5],
    ['cpus', '.5'],
    ['cpus', '2'],
    ['memory', '512M'],
    ['capabilities', ['NET_ADMIN']],
    ['tmpfs', ['/cache', '/small:size=64m,noexec']],
  ])('%s: %p is understood', (key, value) => {
    expect(validateWorkspace({ name: 'acme', config: { container: { [key]: value } } })).toBe(true);
  });
});
