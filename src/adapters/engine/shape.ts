import { createHash } from 'node:crypto';
import type { Job } from '../../run/index.ts';

/** What of a job the engine gets to see when it makes the container. Jobs of equal shapes can run in each other's containers, as long as nothing has run in them. */
export type ContainerShape = Omit<
  Job,
  | 'name'
  | 'command'
  | 'workingDirectory'
  | 'env'
  | 'files'
  | 'userName'
  | 'terminal'
  | 'stdin'
  | 'purpose'
  | 'parkMs'
  | 'passOn'
>;

/** The shape of a job; nothing secret is in it. */
export function shapeOf(job: Job): ContainerShape {
  const {
    name: _name,
    command: _command,
    workingDirectory: _directory,
    env: _env,
    files: _files,
    userName: _userName,
    terminal: _terminal,
    stdin: _stdin,
    purpose: _purpose,
    parkMs: _parkMs,
    passOn: _passOn,
    ...shape
  } = job;
  return shape;
}

/** The same text for the same things, in whatever order their keys were written. */
export function digestOf(...things: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(things, sortKeys)).digest('hex').slice(0, 32);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
