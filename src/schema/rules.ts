/** The name rule as one pattern that is matched in linear time. */
export const NAME_PATTERN = '^(?=..)[A-Za-z][A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+)*$';

/** The same for blocks, which are also called after where they come from: `registry.example.com:5000/acme/k8s/harbor`, `web.example.com`. */
export const BLOCK_NAME_PATTERN =
  '^(?:[A-Za-z0-9-]+(?:(?:\\.[A-Za-z0-9-]+)+(?::[0-9]+)?|:[0-9]+)/)?(?=..)[A-Za-z][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)*$';

/** Durations such as `90s`, `30m`, `1h30m`. */
export const DURATION_PATTERN = '^(?:[0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d))+$';

/** The keys of which an action has exactly one, in the order errors name them. */
export const ACTION_KINDS = ['script', 'playbook', 'terraform', 'helm', 'kubectl', 'compose'] as const;

/** Kinds of block with a meaning of their own; any other name is allowed, with a warning. */
export const BLOCK_KINDS = [
  'generic',
  'linuxapp',
  'dockerapp',
  'k8sapp',
  'k8sappinstance',
  'k8scluster',
  'library',
] as const;
