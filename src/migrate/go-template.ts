import { upperSnake } from '../plan/index.ts';

interface Known {
  readonly path: readonly string[];
  readonly shape: 'map' | 'list' | 'single';
  /** The value as it is written, where it is a single one. */
  readonly text: string | undefined;
}

/** Says how a key is spelled in the files, and what is there; undefined when nothing is. */
export type LookUp = (path: readonly string[]) => Known | undefined;

const SNAPSHOT = '"$POLYCRATE_WORKSPACE_SNAPSHOT_JSON"';
/** Go's own fields whose values are not leaves of the snapshot's workspace, block and action. */
const FIXED: Readonly<Record<string, string>> = {
  'workspace.path': '$WORKSPACE_PATH',
  'workspace.containerpath': '$WORKSPACE_PATH',
  'workspace.localpath': '$WORKSPACE_PATH (no variable holds the path on the host)',
  'block.workdir.path': '$BLOCK_WORKDIR_PATH',
  'block.workdir.containerpath': '$BLOCK_WORKDIR_PATH',
  'block.workdir.localpath': '$BLOCK_WORKDIR_PATH (no variable holds the path on the host)',
  'block.artifacts.path': '$ARTIFACTS',
  'block.artifacts.containerpath': '$ARTIFACTS',
  'block.artifacts.localpath': '$ARTIFACTS (no variable holds the path on the host)',
  'block.inventory.path': '$ANSIBLE_INVENTORY',
  'block.inventory.containerpath': '$ANSIBLE_INVENTORY',
  'block.kubeconfig.path': '$KUBECONFIG',
  'block.kubeconfig.containerpath': '$KUBECONFIG',
  'workflow.name': '$POLYCRATE_WORKFLOW',
  'step.name': '$POLYCRATE_STEP',
  'prompt.input': 'interactive: true beside the script, and in it: read -r INPUT, then $INPUT',
};

/** Go expressions that read the snapshot; those of `docker --format` and `kubectl -o go-template` do not. */
const READS = /(?:^|[\s(|])\.(?:Workspace|Block|Action|Workflow|Step|Env|Prompt)\b/;
const EXPRESSION = /\{\{-?([^{}]{0,500}?)-?\}\}/g;
const ESCAPED = /\{\{-?\s*(?:"(\{\{|\}\})"|`([^`]{0,500})`)\s*-?\}\}/g;

/** The Go expressions of a text that read the snapshot. */
export function readExpressions(
  text: string,
): { readonly whole: string; readonly inner: string; readonly at: number }[] {
  return [...text.matchAll(EXPRESSION)]
    .map((match) => ({ whole: match[0], inner: (match[1] ?? '').trim(), at: match.index }))
    .filter(({ inner }) => READS.test(inner));
}

/** Braces that were written so that Go leaves them alone, with what came of them. */
export function readEscapes(text: string): { readonly whole: string; readonly meant: string }[] {
  return [...text.matchAll(ESCAPED)].map((match) => ({ whole: match[0], meant: match[1] ?? match[2] ?? '' }));
}

/** What to write in a script instead of a Go expression. */
export function replacement(inner: string, lookUp: LookUp): string {
  const [, control = '', condition = inner] = /^(if|range|with)\s+([\s\S]+)$/.exec(inner) ?? [];
  const [, comparison, left = condition, right = ''] = /^(eq|ne)\s+(\S+)\s+"?([^"]*)"?$/.exec(condition) ?? [];
  const path = pathOf(left);
  if (path === undefined) return `work it out in the shell, from variables or: jq … ${SNAPSHOT}`;
  const value = variable(path, lookUp);
  if (control === 'range') return `for item in $(jq -r '${jqPath(path, lookUp)}[]' ${SNAPSHOT}); do … "$item"; done`;
  if (comparison !== undefined) return `if [ "${value}" ${comparison === 'eq' ? '=' : '!='} "${right}" ]; then … fi`;
  if (control === '') return value;
  const isFlag = /^(?:true|false|yes|no|on|off)$/i.test(lookUp(path)?.text ?? '');
  return isFlag ? `if [ "${value}" = true ]; then … fi` : `if [ -n "${value}" ]; then … fi`;
}

/** Keys of `.A.B`, `index .A "b" 0`; undefined for anything that computes. */
function pathOf(expression: string): string[] | undefined {
  const [, indexed, rest = ''] = /^\(?index\s+(\.[\w.]+)((?:\s+(?:"[^"]*"|\d+))+)\)?$/.exec(expression) ?? [];
  const dotted = indexed ?? /^\(?(\.[\w.]+)\)?$/.exec(expression)?.[1];
  if (dotted === undefined) return undefined;
  const keys = [...rest.matchAll(/"([^"]*)"|(\d+)/g)].map(([, text, number]) => text ?? number ?? '');
  return [...dotted.split('.').slice(1), ...keys];
}

function variable(path: readonly string[], lookUp: LookUp): string {
  const fixed = FIXED[path.join('.').toLowerCase()];
  if (fixed !== undefined) return fixed;
  const [root = '', ...rest] = path;
  if (root === 'Env') return `$${rest.join('_')}`;
  if (rest[0] === 'Blocks') return `$(jq -r '${['.workspace.blocks[]', ...rest.slice(2)].join(' | ')}' ${SNAPSHOT})`;
  const isFree = isFreePath(path);
  const known = lookUp(path);
  if (known?.shape === 'map') return `$(jq -c '${jqPath(path, lookUp)}' ${SNAPSHOT})`;
  const name = [root, ...spelled(path, lookUp)].map(upperSnake).join('_');
  // A key that is not there was "<no value>", and an unset variable ends a script.
  return isFree && known === undefined ? `\${${name}:-}` : `$${name}`;
}

function jqPath(path: readonly string[], lookUp: LookUp): string {
  const keys = [(path[0] ?? '').toLowerCase(), ...spelled(path, lookUp)];
  return keys
    .map((key) => (/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${/^\d+$/.test(key) ? key : `"${key}"`}]`))
    .join('');
}

/** Go's fields are capitalised keys; below `Config`, `Labels` and `Meta` stand the user's own. */
function spelled(path: readonly string[], lookUp: LookUp): readonly string[] {
  const known = lookUp(path);
  if (known !== undefined) return known.path;
  const [, ...rest] = path;
  const own = rest.findIndex((key) => ['config', 'labels', 'meta', 'globals'].includes(key.toLowerCase()));
  return rest.map((key, at) => (own === -1 || at <= own ? key.toLowerCase() : key));
}

function isFreePath([, second = '']: readonly string[]): boolean {
  return ['config', 'labels', 'meta'].includes(second.toLowerCase());
}
