import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createPostponed, type Postponed } from '../../../../src/adapters/engine/postponed.ts';

describe('what is postponed', () => {
  let made: string[];
  let postponed: Postponed;
  const add = (kind: string, name: string): void => {
    postponed.add(kind, () => made.push(name));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    made = [];
    postponed = createPostponed(150);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('is done at once when no job of its kind is running', () => {
    add('a', 'one');
    postponed.hold('a');
    add('b', 'two');
    expect(made).toEqual(['one', 'two']);
  });

  test('waits for a job of its kind, for a short time', () => {
    postponed.hold('a');
    add('a', 'one');
    add('a', 'two');
    jest.advanceTimersByTime(149);
    expect(made).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(made).toEqual(['one', 'two']);
    add('a', 'three');
    expect(made).toEqual(['one', 'two', 'three']);
  });

  test('is one less for each job that was served, and the time begins anew', () => {
    postponed.hold('a');
    add('a', 'one');
    add('a', 'two');
    jest.advanceTimersByTime(100);
    postponed.meet('a', true);
    postponed.hold('a');
    jest.advanceTimersByTime(149);
    expect(made).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(made).toEqual(['two']);
  });

  test('is done for the jobs after one that was not served', () => {
    postponed.hold('a');
    add('a', 'one');
    add('a', 'two');
    postponed.meet('b', false);
    expect(made).toEqual([]);
    postponed.meet('a', false);
    expect(made).toEqual(['two']);
  });

  test('is done when a job of another kind is held for', () => {
    postponed.hold('a');
    add('a', 'one');
    postponed.hold('b');
    expect(made).toEqual(['one']);
  });

  test('is forgotten at the end', () => {
    postponed.hold('a');
    add('a', 'one');
    postponed.drop();
    jest.advanceTimersByTime(1_000);
    expect(made).toEqual([]);
  });
});
