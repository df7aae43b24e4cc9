import { Problem } from '../../errors.ts';

/** INTERRUPTED: the caller asked to stop before anything ran. */
export function describeInterruption(doing: string): Problem {
  return new Problem('INTERRUPTED', `interrupted while ${doing}`, { hint: 'nothing has run' });
}

/** TOOL_MISSING: without a container the action has only what this machine has. */
export function describeMissingTool(program: string): Problem {
  return new Problem(
    'TOOL_MISSING',
    `"${program}" is not on this machine, and engine local runs actions without the toolchain image`,
    { hint: `install ${program}, or leave out --local so that the action runs in the toolchain image` },
  );
}

/** LOCAL_UNSUPPORTED: `wish` is something only a container can give. */
export function describeUnsupported(wish: string, hint: string): Problem {
  return new Problem('LOCAL_UNSUPPORTED', `${wish} cannot be had without a container (engine local)`, { hint });
}

/** ENGINE_FAILED for a process that could not be started although it is there. */
export function describeSpawnFailure(program: string, cause: unknown): Problem {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Problem('ENGINE_FAILED', `"${program}" cannot be started on this machine: ${reason}`, {
    hint: `try it yourself: ${program} --version`,
    cause,
  });
}
