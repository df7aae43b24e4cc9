import type { Static } from 'typebox';
import { actionSchema } from './action.ts';
import { containerSchema, requireSchema } from './config.ts';
import { anything, blockName, flag, free, keys, list, optional, scalars, text, textOrTexts } from './parts.ts';
import { BLOCK_KINDS } from './rules.ts';

/** Schema of `block.poly`, and of an entry of `workspace.poly: blocks`. */
export const blockSchema = keys(
  {
    name: blockName({ description: 'Unique in the workspace.' }),
    version: optional(text({ description: 'Semantic version.', examples: ['1.0.0'] })),
    kind: optional(
      text({
        description: 'generic, linuxapp, dockerapp, k8sapp, k8scluster, library, or your own.',
        default: 'generic',
        examples: BLOCK_KINDS,
      }),
    ),
    type: optional(text({ description: 'What it is, in a word of yours; metadata.' })),
    flavor: optional(text({ description: 'Which of several of its kind; metadata.' })),
    implementation: optional(text({ description: 'What it is made with; metadata.' })),
    description: optional(text({ description: 'What the block is for, in one line.' })),
    display_name: optional(text({ description: 'Name for people.' })),
    labels: optional(scalars({ description: 'Labels of the block.' })),
    alias: optional(textOrTexts({ description: 'Further names it can be called by.' })),
    icon_url: optional(text({ description: 'Picture of it.' })),
    git_repository_url: optional(text({ description: 'Where its source is.' })),
    license: optional(text({ description: 'Name of its licence, e.g. Apache-2.0.' })),
    license_url: optional(text({ description: 'Text of its licence.' })),
    website_url: optional(text({ description: 'Its website.' })),
    documentation_url: optional(text({ description: 'Its documentation.' })),
    releases_url: optional(text({ description: 'Its releases.' })),
    supports_ha: optional(flag({ description: 'It can run highly available; metadata.' })),
    changelog: optional(anything({ description: 'What changed from version to version; metadata.' })),
    vulnerability: optional(anything({ description: 'Known vulnerabilities; metadata.' })),
    from: optional(text({ description: 'Block to inherit from.' })),
    template: optional(flag({ description: 'Only to inherit from; its actions do not run.', default: false })),
    config: optional(free({ description: "The block's own configuration: block.config." })),
    actions: optional(list(actionSchema, { expected: 'a list of actions', description: 'What the block can do.' })),
    inventory: optional(
      keys(
        {
          from: optional(text({ description: 'Block whose inventory to use.' })),
          filename: optional(
            text({ description: 'Name of the inventory among the artifacts.', default: 'inventory.yml' }),
          ),
        },
        { description: 'The Ansible inventory its actions use.' },
      ),
    ),
    kubeconfig: optional(
      keys(
        {
          from: optional(text({ description: 'Block whose kubeconfig to use.' })),
          filename: optional(
            text({ description: 'Name of the kubeconfig among the artifacts.', default: 'kubeconfig.yml' }),
          ),
          context: optional(text({ description: 'Context inside the kubeconfig.' })),
          namespace: optional(text({ description: 'Namespace for helm.' })),
        },
        { description: 'The kubeconfig its actions use.' },
      ),
    ),
    artifacts: optional(
      keys(
        { from: optional(textOrTexts({ description: 'Blocks whose artifacts the actions may read.' })) },
        { description: 'Artifacts of other blocks, as $ARTIFACTS_<BLOCK>.' },
      ),
    ),
    container: optional(containerSchema),
    toolchain: optional(
      keys({ require: optional(requireSchema) }, { description: 'What the toolchain of its actions must be.' }),
    ),
  },
  { description: 'A reusable unit of configuration, actions and files.' },
);

/** A block as written. */
export type BlockFile = Static<typeof blockSchema>;
