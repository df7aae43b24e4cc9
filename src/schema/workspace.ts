import Type, { type Static } from 'typebox';
import { blockSchema } from './block.ts';
import { configSchema } from './config.ts';
import { duration, flag, free, keys, name, oneOf, optional, scalars, text, textOrTexts, texts } from './parts.ts';
import { workflowSchema } from './workflow.ts';

const gitSchema = keys({
  enabled: optional(flag()),
  auto: optional(flag()),
  remote: optional(keys({ name: optional(text()), url: optional(text()), branch: optional(text()) })),
  commit: optional(keys({ sign: optional(flag()), author: optional(text()) })),
  branches: optional(free()),
});

/** Schema of `workspace.poly` and `secrets.poly`. */
export const workspaceSchema = keys({
  name: name({ description: 'Name of the workspace.' }),
  organization: optional(name()),
  description: optional(text()),
  version: optional(text()),
  identifier: optional(text()),
  labels: optional(scalars()),
  meta: optional(free()),
  alias: optional(textOrTexts()),
  blocks: optional(Type.Array(blockSchema, { expected: 'a list of blocks' })),
  workflows: optional(Type.Array(workflowSchema, { expected: 'a list of workflows' })),
  inventory: optional(
    keys({ filename: optional(text({ description: 'Inventory of the whole workspace. Default: inventory.yml.' })) }),
  ),
  kubeconfig: optional(keys({ filename: optional(text({ description: 'Kubeconfig of the whole workspace.' })) })),
  extraenv: optional(
    texts({ expected: 'a list of KEY=value', description: 'Variables for every action, as KEY=value.' }),
  ),
  extramounts: optional(
    texts({
      expected: 'a list of host:container[:ro]',
      description: 'Mounts for every action, as host:container[:ro].',
    }),
  ),
  dependencies: optional(texts({ description: 'Blocks to have installed, as registry/path:tag.' })),
  events: optional(
    keys({
      handler: optional(oneOf(['workspace', 'webhook'])),
      endpoint: optional(text()),
      headers: optional(scalars()),
      timeout: optional(duration()),
      commit: optional(flag()),
    }),
  ),
  git: optional(gitSchema),
  sync: optional(gitSchema),
  config: optional(configSchema),
});

/** A workspace as written. */
export type WorkspaceFile = Static<typeof workspaceSchema>;
