import type { Static } from 'typebox';
import {
  anything,
  duration,
  exitCode,
  flag,
  free,
  keys,
  lines,
  list,
  name,
  optional,
  positive,
  scalars,
  someText,
  text,
  textOrTexts,
  texts,
} from './parts.ts';

/** Schema of a question that is asked before something runs. */
export const promptSchema = keys(
  { message: someText({ description: 'The question.', expected: 'a question' }) },
  { description: 'A yes/no question before the run.' },
);

/** Schema of `retry:`. */
export const retrySchema = keys(
  {
    attempts: optional(
      positive({ description: 'How often it is tried at most, the first time included.', default: 2 }),
    ),
    delay: optional(duration({ description: 'Time between two attempts, e.g. 10s.', default: '0s' })),
    on: optional(
      list(exitCode({ description: 'An exit code; 124 is idle_timeout.' }), {
        description: 'Exit codes worth another attempt; every failure unless written.',
        expected: 'a list of exit codes',
      }),
    ),
  },
  { description: 'Tries again what failed.' },
);

/** Schema of an action. Exactly one kind must be left after merging, which is why no kind is required here. */
export const actionSchema = keys(
  {
    name: name({ description: 'What `polycrate run BLOCK ACTION` calls it by.' }),
    description: optional(text({ description: 'What the action does, in one line.' })),
    alias: optional(textOrTexts({ description: 'Further names it can be called by.' })),
    labels: optional(scalars({ description: 'Labels of the action.' })),
    script: optional(lines({ description: 'Lines of one bash script; the first failing command ends it.' })),
    playbook: optional(text({ description: 'Ansible playbook, relative to the block.' })),
    terraform: optional(anything({ description: 'A Terraform command; cannot run yet.' })),
    helm: optional(anything({ description: 'A Helm command; cannot run yet.' })),
    kubectl: optional(anything({ description: 'A kubectl command; cannot run yet.' })),
    compose: optional(anything({ description: 'A Docker Compose command; cannot run yet.' })),
    prompt: optional(promptSchema),
    interactive: optional(flag({ description: 'Attach a terminal and stdin.', default: false })),
    timeout: optional(
      duration({ description: 'Total time the action may take, all its attempts together, e.g. 30m.' }),
    ),
    idle_timeout: optional(duration({ description: 'Time the action may go without output, e.g. 5m.' })),
    retry: optional(retrySchema),
    config: optional(free({ description: 'Own values of the action; `timeout` in it counts seconds.' })),
    env: optional(scalars({ description: 'Further environment variables.' })),
    inputs: optional(texts({ description: 'Files that must be there before; has no effect yet.' })),
    outputs: optional(texts({ description: 'Files that must be there after; has no effect yet.' })),
  },
  { description: 'One thing a block can do.' },
);

/** `retry:` as written. */
export type RetryFile = Static<typeof retrySchema>;
/** An action as written. */
export type ActionFile = Static<typeof actionSchema>;
