import type { Static } from 'typebox';
import { blockSchema } from './block.ts';
import { configSchema } from './config.ts';
import { duration, flag, free, keys, list, name, oneOf, optional, scalars, text, textOrTexts, texts } from './parts.ts';
import { workflowSchema } from './workflow.ts';

const gitSchema = keys(
  {
    enabled: optional(flag({ description: 'Commit what transactions change.' })),
    auto: optional(flag({ description: 'Pull before and push after every transaction.' })),
    remote: optional(
      keys(
        {
          name: optional(text({ description: 'Name of the remote, e.g. origin.' })),
          url: optional(text({ description: 'Its address.' })),
          branch: optional(text({ description: 'The branch to push to.' })),
        },
        { description: 'Where to push to.' },
      ),
    ),
    commit: optional(
      keys(
        {
          sign: optional(flag({ description: 'Sign the commits.' })),
          author: optional(text({ description: 'Author of the commits.' })),
        },
        { description: 'How commits are made.' },
      ),
    ),
    branches: optional(free({ description: 'Branches and the overlays of the workspace they use.' })),
  },
  { description: 'The workspace in git; has no effect yet.' },
);

const eventsSchema = keys(
  {
    handler: optional(
      oneOf(['workspace', 'webhook'], {
        description: 'Where finished runs are told: only in the records of the workspace, or to a webhook too.',
        default: 'workspace',
      }),
    ),
    endpoint: optional(text({ description: 'Address of the webhook, https:// or http://.' })),
    headers: optional(scalars({ description: 'Further HTTP headers for it; secret ones belong in secrets.poly.' })),
    secret: optional(text({ description: 'Signs what is sent (Standard Webhooks); belongs in secrets.poly.' })),
    timeout: optional(duration({ description: 'Time for all tries together, e.g. 10s, which is the default.' })),
    commit: optional(flag({ description: 'Accepted from older workspaces; has no effect.' })),
  },
  { description: 'Where finished transactions are also sent.' },
);

/** Schema of `workspace.poly` and `secrets.poly`. */
export const workspaceSchema = keys(
  {
    name: name({ description: 'Name of the workspace.' }),
    organization: optional(name({ description: 'Name of the organization it belongs to.' })),
    description: optional(text({ description: 'What the workspace is for, in one line.' })),
    version: optional(text({ description: 'Version of the workspace.' })),
    identifier: optional(text({ description: 'Accepted from older workspaces; has no effect.' })),
    labels: optional(scalars({ description: 'Labels of the workspace.' })),
    meta: optional(free({ description: 'Values of your own about the workspace.' })),
    alias: optional(textOrTexts({ description: 'Further names of the workspace.' })),
    blocks: optional(
      list(blockSchema, {
        expected: 'a list of blocks',
        description: 'Blocks, or what differs from their block.poly.',
      }),
    ),
    workflows: optional(
      list(workflowSchema, { expected: 'a list of workflows', description: 'Actions that run one after the other.' }),
    ),
    inventory: optional(
      keys(
        { filename: optional(text({ description: 'Path in the workspace.', default: 'inventory.yml' })) },
        { description: 'Ansible inventory of the whole workspace.' },
      ),
    ),
    kubeconfig: optional(
      keys(
        { filename: optional(text({ description: 'Path in the workspace.' })) },
        { description: 'Kubeconfig of the whole workspace.' },
      ),
    ),
    extraenv: optional(
      texts({ expected: 'a list of KEY=value', description: 'Variables for every action, as KEY=value.' }),
    ),
    extramounts: optional(
      texts({
        expected: 'a list of host:container[:ro]',
        description: 'Mounts for every action, as host:container[:ro].',
      }),
    ),
    dependencies: optional(
      texts({ description: 'Blocks to have installed, as registry/path:tag; has no effect yet.' }),
    ),
    events: optional(eventsSchema),
    git: optional(gitSchema),
    sync: optional(gitSchema),
    config: optional(configSchema),
  },
  { description: 'A workspace: its blocks, workflows and settings.' },
);

/** A workspace as written. */
export type WorkspaceFile = Static<typeof workspaceSchema>;
