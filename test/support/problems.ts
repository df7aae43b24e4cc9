import { isProblem, type Problem } from '../../src/errors.ts';

/** The Problem that `work` throws; fails when it throws none, or something else. */
export function catchProblem(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('no Problem was thrown');
}

/** The Problem that `work` rejects with. */
export async function catchProblemOf(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('it did not reject');
}
