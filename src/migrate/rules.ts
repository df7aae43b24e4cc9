/** `refused`: does not load or run here; `differs`: runs, with another result; `note`: good to know, nothing to do. */
export type Effect = 'refused' | 'differs' | 'note';

export interface Rule {
  readonly title: string;
  readonly effect: Effect;
  /** What happened there, and what happens here. */
  readonly there: string;
  readonly here: string;
}

const rule = (effect: Effect, title: string, there: string, here: string): Rule => ({ effect, title, there, here });

/** Everything that is looked for, in the order it is shown. */
export const RULES = {
  refused: rule('refused', 'Refused', 'read without a word, or not looked at', 'stops every command: see validate'),
  'block-missing': rule(
    'refused',
    'Parents that are not here',
    'pulled with --blocks-auto-pull',
    'not pulled: actions that come from them cannot run',
  ),
  'playbook-words': rule(
    'refused',
    'Arguments in playbook:',
    'pasted into a shell line, so arguments could follow',
    'the whole text is the path of the playbook',
  ),
  'key-needed': rule(
    'refused',
    'Required keys in another case',
    'upper and lower case were the same',
    'the key is missing',
  ),
  'yaml-truth': rule('refused', 'y and n for true and false', 'true and false', 'texts, which are neither'),
  template: rule(
    'differs',
    'Go templates',
    'replaced before the action ran',
    'nothing is replaced: the action gets the text as it is written',
  ),
  'template-escape': rule('differs', 'Escaped braces', 'became plain braces', 'stay as they are written'),
  yaml: rule('differs', 'Values YAML 1.1 reads differently', 'read as in YAML 1.1', 'read as in YAML 1.2'),
  'empty-value': rule(
    'differs',
    'Empty values over others',
    'false, 0, "", null and [] were ignored where a farther layer had a value',
    'the nearer layer wins, whatever it says',
  ),
  'key-case': rule('differs', 'Keys in another case', 'upper and lower case were the same', 'the key is not known'),
  'key-lowered': rule(
    'differs',
    'Keys with capitals that are read in lower case',
    'every key of the snapshot was in lower case',
    'keys are as they are written',
  ),
  'snapshot-path': rule(
    'differs',
    'Paths in the snapshot',
    'path, localpath and containerpath of workspace, block, artifacts, inventory and kubeconfig',
    'only the path of workspace, workdir and artifacts, as the action sees it; the rest is in variables',
  ),
  'key-collision': rule('differs', 'Keys that differ only in case', 'one of them won at random', 'both are there'),
  'script-shell': rule(
    'differs',
    'Script items that changed only their own shell',
    'each item had a shell of its own, in the background',
    'one shell runs all items: what this one does holds for those after it',
  ),
  'script-background': rule(
    'differs',
    'Commands in the background',
    'items ran at the same time; all ended with the last one',
    'items run one after the other, and what is left in the background ends with the script',
  ),
  'script-ansible': rule(
    'differs',
    'Ansible in scripts',
    'a plugin gave it block, workspace and action as variables',
    'it gets variables only from files it is given',
  ),
  docker: rule(
    'differs',
    'The container engine in actions',
    "every action had the engine's socket",
    'only blocks that ask for it, because it is root on the host',
  ),
  root: rule('differs', 'Actions that need root', 'actions ran as root', 'actions run as you'),
  tool: rule('differs', 'Tools', 'part of the image', 'not part of the toolchain'),
  variable: rule('differs', 'Variables', 'set for every action', 'not set'),
  timeout: rule('differs', 'config.timeout of actions', 'had no effect', 'ends the action after so many seconds'),
  mount: rule('differs', 'Mounts', 'taken as docker takes -v', 'folders and files of the host that are there'),
  image: rule(
    'differs',
    'Toolchain image',
    "the other project's image",
    "what is named is used; without it this version's own toolchain",
  ),
  recipe: rule(
    'differs',
    'Recipes of own images',
    "put on the other project's image, and built before every run",
    'TOOLCHAIN is the image that actions would run in otherwise; built when something has changed',
  ),
  kubeconfig: rule(
    'differs',
    'Kubeconfigs that were found by themselves',
    'that of the block "k8s", or of the parent, was used by blocks without one',
    'only what kubeconfig: names, the block has, or the workspace has',
  ),
  'ssh-key': rule(
    'differs',
    'SSH keys',
    'id_rsa in the workspace was used',
    'the first of artifacts/secrets/id_ed25519, artifacts/secrets/id_rsa, id_rsa',
  ),
  'template-child': rule(
    'differs',
    'Templates with a parent that is none',
    'its actions ran all the same',
    'a template, whose actions do not run',
  ),
  kind: rule('differs', 'Kinds of k8sapp children', 'always k8sappinstance', 'the kind that is written'),
  git: rule('differs', 'Commits', 'committed after every successful run', 'nothing is committed'),
  webhook: rule(
    'differs',
    'Webhooks',
    'told of successful runs, in a form of their own',
    'told of every run, with its record',
  ),
  idle: rule('differs', 'Settings without effect', 'had an effect', 'have none in this version'),
  'script-order': rule(
    'note',
    'Scripts of several items',
    'items ran at the same time, and only the last one decided on success',
    'items run in order, and the first that fails ends the script with its status',
  ),
  interactive: rule(
    'note',
    'Interactive steps',
    'made all later steps of the workflow interactive',
    'only the action that says so is interactive',
  ),
  inheritance: rule(
    'note',
    'Inheritance that did not work',
    'depended on the order of files, or was an error',
    'chains of any length work, and a nearer script or playbook replaces a farther one',
  ),
  'host-keys': rule(
    'note',
    'Host keys',
    'never checked',
    'remembered in artifacts/ssh/known_hosts when first seen; another key is refused',
  ),
  'old-places': rule('note', 'Older places', 'used', 'still there, and of less use'),
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
