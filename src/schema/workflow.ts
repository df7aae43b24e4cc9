import type { Static } from 'typebox';
import { promptSchema, retrySchema } from './action.ts';
import {
  count,
  duration,
  flag,
  keys,
  lines,
  list,
  name,
  oneOf,
  optional,
  scalars,
  text,
  textOrTexts,
} from './parts.ts';

/** Schema of a step of a workflow. */
export const stepSchema = keys(
  {
    name: name({ description: 'Unique in its workflow.' }),
    description: optional(text({ description: 'What the step does, in one line.' })),
    labels: optional(scalars({ description: 'Labels of the step.' })),
    alias: optional(textOrTexts({ description: 'Further names of the step.' })),
    block: text({ description: 'Block to run.' }),
    action: text({ description: 'Action of that block.' }),
    prompt: optional(promptSchema),
    allow_failure: optional(flag({ description: 'Go on when this step fails.', default: false })),
    args: optional(lines({ description: 'Appended to the command, as after `--`.' })),
    timeout: optional(
      duration({
        description: 'Total time the step may take; the shorter one of it and the timeout of the action holds.',
      }),
    ),
    retry: optional(retrySchema),
    needs: optional(textOrTexts({ description: 'Steps that must be done before; has no effect yet.' })),
    when: optional(oneOf(['success', 'failure', 'always'], { description: 'After what it runs.', default: 'success' })),
    if: optional(text({ description: 'changed(STEP): only if that step changed something; has no effect yet.' })),
  },
  { description: 'One action of one block.' },
);

/** Schema of a workflow. */
export const workflowSchema = keys(
  {
    name: name({ description: 'What `polycrate workflow run` calls it by.' }),
    description: optional(text({ description: 'What the workflow does, in one line.' })),
    labels: optional(scalars({ description: 'Labels of the workflow.' })),
    alias: optional(textOrTexts({ description: 'Further names it can be called by.' })),
    prompt: optional(promptSchema),
    allow_failure: optional(flag({ description: 'Default of its steps.', default: false })),
    concurrency: optional(count({ description: 'Steps that run at once; has no effect yet.', default: 1 })),
    timeout: optional(
      duration({ description: 'Total time its steps may take; those for failures still run after it.' }),
    ),
    steps: optional(list(stepSchema, { expected: 'a list of steps', description: 'What runs, in order.' })),
  },
  { description: 'A named list of steps.' },
);

/** A workflow as written. */
export type WorkflowFile = Static<typeof workflowSchema>;
/** A step as written. */
export type StepFile = Static<typeof stepSchema>;
