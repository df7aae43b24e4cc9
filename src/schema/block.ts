import Type, { type Static } from 'typebox';
import { actionSchema } from './action.ts';
import { containerSchema } from './config.ts';
import { anything, flag, free, keys, name, optional, scalars, text, textOrTexts } from './parts.ts';

/** Schema of `block.poly`, and of an entry of `workspace.poly: blocks`. */
export const blockSchema = keys(
  {
    name: name({ description: 'Unique in the workspace.' }),
    version: optional(text({ description: 'Semantic version.' })),
    kind: optional(text({ description: 'generic, linuxapp, dockerapp, k8sapp, k8scluster, library, or your own.' })),
    type: optional(text()),
    flavor: optional(text()),
    implementation: optional(text()),
    description: optional(text()),
    display_name: optional(text()),
    labels: optional(scalars()),
    alias: optional(textOrTexts({ description: 'Further names it can be called by.' })),
    icon_url: optional(text()),
    git_repository_url: optional(text()),
    license: optional(text()),
    license_url: optional(text()),
    website_url: optional(text()),
    documentation_url: optional(text()),
    releases_url: optional(text()),
    supports_ha: optional(flag()),
    changelog: optional(anything()),
    vulnerability: optional(anything()),
    from: optional(text({ description: 'Block to inherit from.' })),
    template: optional(flag({ description: 'Only to inherit from; its actions do not run.' })),
    config: optional(free({ description: "The block's own configuration: block.config." })),
    actions: optional(
      Type.Array(actionSchema, { expected: 'a list of actions', description: 'What the block can do.' }),
    ),
    inventory: optional(
      keys({
        from: optional(text({ description: 'Block whose inventory to use.' })),
        filename: optional(text({ description: 'Default: inventory.yml.' })),
      }),
    ),
    kubeconfig: optional(
      keys({
        from: optional(text({ description: 'Block whose kubeconfig to use.' })),
        filename: optional(text({ description: 'Default: kubeconfig.yml.' })),
        context: optional(text()),
        namespace: optional(text()),
      }),
    ),
    artifacts: optional(
      keys({ from: optional(textOrTexts({ description: 'Blocks whose artifacts the actions may read.' })) }),
    ),
    container: optional(containerSchema),
  },
  { description: 'A reusable unit of configuration, actions and files.' },
);

/** A block as written. */
export type BlockFile = Static<typeof blockSchema>;
