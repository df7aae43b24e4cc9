/** Whose log the output ends up in; `plain` for all that have no marks of their own. */
export type CiSystem = 'github' | 'gitlab' | 'plain';

/** The CI job this runs in. */
export interface CiJob {
  readonly system: CiSystem;
  /** Absolute path that files in annotations are relative to, if the system says so. */
  readonly root?: string;
  /** Absolute path of a Markdown file that the system shows beside the job. */
  readonly summary?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the job by the variables each system documents; `POLYCRATE_CI` (`github`, `gitlab`, `plain`, `off`) decides otherwise.
 * GitHub: docs.github.com/actions/reference/variables-reference; GitLab: docs.gitlab.com/ci/variables/predefined_variables.
 */
export function findCiJob(env: Environment): CiJob | undefined {
  const wish = env['POLYCRATE_CI'] ?? '';
  const system = wish === 'off' ? undefined : (SYSTEMS.find((known) => known === wish) ?? detect(env));
  if (system !== 'github') return system === undefined ? undefined : { system };
  const { GITHUB_WORKSPACE: root, GITHUB_STEP_SUMMARY: summary } = env;
  return { system, ...(root ? { root } : {}), ...(summary ? { summary } : {}) };
}

const SYSTEMS: readonly CiSystem[] = ['github', 'gitlab', 'plain'];

// Gitea and Forgejo set GITHUB_ACTIONS too, and understand the same marks.
function detect(env: Environment): CiSystem | undefined {
  if (isSet(env['GITHUB_ACTIONS'])) return 'github';
  if (isSet(env['GITLAB_CI'])) return 'gitlab';
  return isSet(env['CI']) ? 'plain' : undefined;
}

/** True unless a variable is missing, empty, `0` or `false`. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';
}
