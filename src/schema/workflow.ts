import Type, { type Static } from 'typebox';
import { promptSchema, retrySchema } from './action.ts';
import { count, duration, flag, keys, lines, name, oneOf, optional, scalars, text, textOrTexts } from './parts.ts';

/** Schema of a step of a workflow. */
export const stepSchema = keys({
  name: name({ description: 'Unique in its workflow.' }),
  description: optional(text()),
  labels: optional(scalars()),
  alias: optional(textOrTexts()),
  block: text({ description: 'Block to run.' }),
  action: text({ description: 'Action of that block.' }),
  prompt: optional(promptSchema),
  allow_failure: optional(flag({ description: 'Go on when this step fails.' })),
  args: optional(lines({ description: 'Appended to the command, as after `--`.' })),
  timeout: optional(duration()),
  retry: optional(retrySchema),
  needs: optional(textOrTexts({ description: 'Steps that must be done before.' })),
  when: optional(oneOf(['success', 'failure', 'always'], { description: 'When it runs. Default: success.' })),
  if: optional(text({ description: 'changed(STEP): only if that step changed something.' })),
});

/** Schema of a workflow. */
export const workflowSchema = keys({
  name: name({ description: 'What `polycrate workflow run` calls it by.' }),
  description: optional(text()),
  labels: optional(scalars()),
  alias: optional(textOrTexts()),
  prompt: optional(promptSchema),
  allow_failure: optional(flag({ description: 'Default of its steps.' })),
  concurrency: optional(count()),
  timeout: optional(duration()),
  steps: optional(Type.Array(stepSchema, { expected: 'a list of steps' })),
});

/** A workflow as written. */
export type WorkflowFile = Static<typeof workflowSchema>;
/** A step as written. */
export type StepFile = Static<typeof stepSchema>;
