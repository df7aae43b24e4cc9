import { type Context, createContext, Script } from 'node:vm';

let made: { readonly context: Context; readonly script: Script } | undefined;

/**
 * What `task` answers, or `tooLong` when it has not answered after `limitMs` milliseconds. A pattern, or references to
 * references, in somebody's schema can take longer than anybody lives; nothing but this stops them.
 */
export function guarded<T, L>(task: () => T, limitMs: number, tooLong: L): T | L {
  // Commands that meet no schema do not pay for it.
  made ??= { context: createContext({}), script: new Script('task()') };
  const { context, script } = made;
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
