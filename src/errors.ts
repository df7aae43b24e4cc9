/** Everything that can go wrong for a reason the user can act on. The key is the stable code; exit statuses follow sysexits(3). */
export const PROBLEMS = {
  USAGE: { exit: 64, title: 'The command line is not understood' },
  COMMAND_ABSENT: { exit: 64, title: 'A command or option is not in this version' },
  OPTION_IDLE: { exit: 64, title: 'An option has no effect' },
  WORKSPACE_NOT_FOUND: { exit: 66, title: 'No workspace here or above' },
  WORKSPACE_EXISTS: { exit: 73, title: 'A workspace is already here' },
  WORKSPACE_READ_ONLY: { exit: 73, title: 'The workspace cannot be written' },
  WORKSPACE_LOCKED: { exit: 75, title: 'Another transaction is running in this workspace' },
  FILE_UNREADABLE: { exit: 66, title: 'A file cannot be read' },
  LINK_OUTSIDE: { exit: 65, title: 'A link leads out of the workspace' },
  LINK_CIRCULAR: { exit: 65, title: 'A link leads back to a folder it is in' },
  FILE_TOO_LARGE: { exit: 65, title: 'A file is too large to be read' },
  FILE_NOT_TEXT: { exit: 65, title: 'A file is not UTF-8 text' },
  YAML_INVALID: { exit: 65, title: 'A file is not valid YAML' },
  VALUE_INVALID: { exit: 65, title: 'A value has the wrong type or form' },
  VALUE_COERCED: { exit: 65, title: 'A value is not of the type it is taken for' },
  SCHEMA_INVALID: { exit: 65, title: 'A schema.json cannot be used' },
  CONFIG_INVALID: { exit: 65, title: 'A config breaks the schema of its block' },
  KEY_MISSING: { exit: 65, title: 'A required key is missing' },
  KEY_UNKNOWN: { exit: 65, title: 'A key is not known' },
  FINDINGS_OMITTED: { exit: 65, title: 'Further warnings are not shown' },
  KEY_IDLE: { exit: 65, title: 'A key has no effect in this version' },
  NAME_INVALID: { exit: 65, title: 'A name breaks the name rule' },
  NAME_DUPLICATE: { exit: 65, title: 'A name is used twice' },
  ACTION_AMBIGUOUS: { exit: 65, title: 'An action has more than one kind' },
  ACTION_EMPTY: { exit: 65, title: 'An action has nothing to run' },
  ACTION_UNSUPPORTED: { exit: 78, title: 'This version cannot run that kind of action' },
  ACTION_UNKNOWN: { exit: 65, title: 'No such action' },
  BLOCK_UNKNOWN: { exit: 65, title: 'No such block' },
  BLOCK_EXISTS: { exit: 73, title: 'A block of that name is already there' },
  BLOCK_NOT_INSTALLED: { exit: 66, title: 'A block from a registry is not installed' },
  BLOCK_IS_TEMPLATE: { exit: 65, title: 'A template block has no runnable actions' },
  INHERITANCE_CYCLE: { exit: 65, title: 'Blocks inherit from each other in a circle' },
  WORKFLOW_UNKNOWN: { exit: 65, title: 'No such workflow' },
  PLAYBOOK_MISSING: { exit: 66, title: 'A playbook file does not exist' },
  SCRIPT_MISSING: { exit: 66, title: 'A file that a script runs does not exist' },
  FILE_MISSING: { exit: 66, title: 'A file that the workspace names does not exist' },
  ARTIFACT_MISSING: { exit: 66, title: 'An artifact is not there yet' },
  MOUNT_INVALID: { exit: 65, title: 'A mount is not understood' },
  MOUNT_SOURCE_MISSING: { exit: 66, title: 'The source of a mount does not exist' },
  ENV_INVALID: { exit: 65, title: 'An environment entry is not understood' },
  PROMPT_UNANSWERED: { exit: 64, title: 'A question needs an answer' },
  PROMPT_DECLINED: { exit: 77, title: 'Declined' },
  ENGINE_NOT_FOUND: { exit: 69, title: 'No container engine was found' },
  ENGINE_UNREACHABLE: { exit: 69, title: 'The container engine does not answer' },
  ENGINE_PERMISSION_DENIED: { exit: 77, title: 'You may not use the container engine' },
  ENGINE_TOO_OLD: { exit: 69, title: 'The container engine is too old' },
  ENGINE_LOST: { exit: 69, title: 'The container engine went away during the run' },
  ENGINE_FAILED: { exit: 69, title: 'The container engine refused' },
  COPY_CONFLICT: { exit: 69, title: 'A file was changed on both sides of a copy' },
  COPY_INCOMPLETE: { exit: 69, title: 'Something does not reach an engine on another machine' },
  IMAGE_UNAVAILABLE: { exit: 69, title: 'The toolchain image cannot be had' },
  IMAGE_BUILD_FAILED: { exit: 69, title: 'The toolchain image could not be built' },
  CHECKSUM_MISMATCH: { exit: 65, title: 'A download is not what was recorded of it' },
  TOOL_UNAVAILABLE: { exit: 69, title: 'A tool cannot be had' },
  TOOL_VERSION_UNKNOWN: { exit: 65, title: 'A tool has no such version' },
  IMAGE_UNSUITABLE: { exit: 78, title: 'The image lacks what an action needs' },
  TOOLCHAIN_DRIFT: { exit: 78, title: 'The toolchain is not the locked one' },
  TOOLCHAIN_UNLOCKED: { exit: 78, title: 'The toolchain is not locked' },
  TOOLCHAIN_MISMATCH: { exit: 78, title: 'The toolchain lacks a version that is required' },
  BUNDLE_INVALID: { exit: 65, title: 'A bundle cannot be loaded' },
  SECRET_EXPOSED: { exit: 65, title: 'A secret would leave the workspace' },
  TOOLCHAIN_LOCK_INVALID: { exit: 65, title: 'The toolchain lock cannot be read' },
  RECORD_INTERRUPTED: { exit: 70, title: 'A run was killed before it ended' },
  SECRET_UNMASKED: { exit: 65, title: 'A secret is not masked' },
  RECORD_UNKNOWN: { exit: 66, title: 'No such record' },
  RECORD_UNWRITABLE: { exit: 74, title: 'The record cannot be written' },
  EVENT_UNDELIVERED: { exit: 69, title: 'A webhook was not told of a run' },
  FILES_FOREIGN: { exit: 77, title: 'An action has left files that are not yours' },
  OUTPUT_UNWRITABLE: { exit: 74, title: 'The output cannot be written' },
  LOCAL_UNSUPPORTED: { exit: 78, title: 'Something cannot be had without a container' },
  TOOL_MISSING: { exit: 69, title: 'A program is missing on this machine' },
  INTERRUPTED: { exit: 130, title: 'Interrupted before anything ran' },
  INTERNAL: { exit: 70, title: 'A bug in polycrate' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Where in a file a problem lies. `line` and `column` count from 1; `snippet` is the source around it, captured when found. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters to underline from `column` on. */
  readonly length?: number;
  readonly snippet?: readonly { readonly line: number; readonly text: string }[];
}

export interface ProblemDetails {
  /** What to do next: a command or an edit. */
  readonly hint?: string;
  readonly places?: readonly Place[];
  readonly cause?: unknown;
  /** Further findings of the same check; each is shown in full. */
  readonly others?: readonly Problem[];
}

const brand = Symbol.for('polycrate.problem');

/** An expected failure: it is shown with its places and hint, never with a stack. */
export class Problem extends Error {
  readonly [brand] = true;
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly hint: string | undefined;
  readonly places: readonly Place[];
  readonly others: readonly Problem[];

  constructor(code: ProblemCode, message: string, details: ProblemDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.places = details.places ?? [];
    this.others = details.others ?? [];
  }

  /** The process exit status this problem ends with. */
  get exitCode(): number {
    return PROBLEMS[this.code].exit;
  }
}

/** True for a Problem of any copy of this module (works across realms, unlike `instanceof`). */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && brand in value;
}

/** One Problem that carries all of `findings`; the first gives code and exit status. Requires at least one. */
export function combineProblems(findings: readonly [Problem, ...Problem[]]): Problem {
  const [first, ...rest] = findings;
  if (rest.length === 0) return first;
  const { hint, places, cause } = first;
  return new Problem(first.code, first.message, {
    ...(hint === undefined ? {} : { hint }),
    places,
    cause,
    others: [...first.others, ...rest],
  });
}
