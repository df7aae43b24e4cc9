import { createContext, Script } from 'node:vm';

const context = createContext({});
const script = new Script('task()');

/**
 * What `task` answers, or `tooLong` when it has not answered after `limitMs` milliseconds. A pattern, or references to
 * references, in somebody's schema can take longer than anybody lives; nothing but this stops them.
 */
export function guarded<T, L>(task: () => T, limitMs: number, tooLong: L): T | L {
  context['task'] = task;
  try {
    return script.runInContext(context, { timeout: limitMs }) as T;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return tooLong;
    throw error;
  } finally {
    delete context['task'];
  }
}
