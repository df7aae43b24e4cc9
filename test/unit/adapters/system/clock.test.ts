import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createClock } from '../../../../src/adapters/system/index.ts';

const DAY_MS = 86_400_000;

describe('the clock of the machine', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('waits longer than a timer of Node can', () => {
    const action = jest.fn();
    createClock().after(30 * DAY_MS, action);
    jest.advanceTimersByTime(30 * DAY_MS - 1);
    expect(action).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('can be told not to, also after the first of its slices', () => {
    const action = jest.fn();
    const cancel = createClock().after(60 * DAY_MS, action);
    jest.advanceTimersByTime(40 * DAY_MS);
    cancel();
    jest.advanceTimersByTime(60 * DAY_MS);
    expect(action).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
