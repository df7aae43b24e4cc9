import type { Static } from 'typebox';
import {
  anything,
  count,
  duration,
  flag,
  free,
  keys,
  lines,
  name,
  optional,
  scalars,
  text,
  textOrTexts,
  texts,
} from './parts.ts';

/** Schema of a question that is asked before something runs. */
export const promptSchema = keys({ message: optional(text()) }, { description: 'A yes/no question before the run.' });

/** Schema of `retry:`. */
export const retrySchema = keys({
  attempts: optional(count()),
  delay: optional(duration()),
  on: optional(anything({ description: 'Exit codes that are worth another try.' })),
});

/** Schema of an action. Exactly one kind must be left after merging, which is why no kind is required here. */
export const actionSchema = keys(
  {
    name: name({ description: 'What `polycrate run BLOCK ACTION` calls it by.' }),
    description: optional(text()),
    alias: optional(textOrTexts({ description: 'Further names it can be called by.' })),
    labels: optional(scalars()),
    script: optional(lines({ description: 'Lines of one bash script; the first failing command ends it.' })),
    playbook: optional(text({ description: 'Ansible playbook, relative to the block.' })),
    terraform: optional(anything({ description: 'A Terraform command.' })),
    helm: optional(anything({ description: 'A Helm command.' })),
    kubectl: optional(anything({ description: 'A kubectl command.' })),
    compose: optional(anything({ description: 'A Docker Compose command.' })),
    prompt: optional(promptSchema),
    interactive: optional(flag({ description: 'Attach a terminal and stdin.' })),
    timeout: optional(duration({ description: 'Total time the action may take.' })),
    idle_timeout: optional(duration({ description: 'Time the action may be silent.' })),
    retry: optional(retrySchema),
    config: optional(free({ description: 'Own values of the action; `timeout` in it counts seconds.' })),
    env: optional(scalars({ description: 'Further environment variables.' })),
    inputs: optional(texts({ description: 'Files that must be there before.' })),
    outputs: optional(texts({ description: 'Files that must be there after.' })),
  },
  { description: 'One thing a block can do.' },
);

/** An action as written. */
export type ActionFile = Static<typeof actionSchema>;
