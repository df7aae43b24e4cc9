import { Problem } from '../../../errors.ts';

/** COPY_INCOMPLETE for a socket or a device that is to be mounted. */
export function describeAbsent(source: string): Problem {
  const message = `${source} is a socket of this machine and does not reach the engine, which runs on another one`;
  return new Problem('COPY_INCOMPLETE', message, {
    hint: 'use a key in artifacts/secrets, and for the agent write: config: {ssh: {agent: false}}',
  });
}

/** COPY_CONFLICT for a file that both sides have changed; the one from the engine is now at `beside`. */
export function describeConflict(path: string, beside: string): Problem {
  const message = `${path} was changed here and by the action on the engine; yours stays, and the action's is ${beside}`;
  return new Problem('COPY_CONFLICT', message, { hint: `diff '${path}' '${beside}'` });
}

/** COPY_CONFLICT for a folder here that the action has replaced: it holds what never went to the engine. The action's is now at `beside`. */
export function describeOccupied(path: string, beside: string): Problem {
  const message = `${path} is no folder any more on the engine, and the one here holds files that were never there; yours stays, and the action's is ${beside}`;
  return new Problem('COPY_CONFLICT', message, { hint: `ls -lA '${path}' '${beside}'` });
}

/** COPY_CONFLICT for what is no folder here any more, and a folder there with changes of the action, which are now in the one at `beside`. */
export function describeDisplaced(path: string, beside: string): Problem {
  const message = `${path} was changed here, and is a folder on the engine that the action has changed; yours stays, and what the action changed is in ${beside}`;
  return new Problem('COPY_CONFLICT', message, { hint: `ls -lAR '${path}' '${beside}'` });
}
