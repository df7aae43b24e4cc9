import type { Static } from 'typebox';
import { configSchema } from './config.ts';
import { anything, duration, keys, oneOf, optional, someText, text } from './parts.ts';

const old = () => optional(anything({ description: 'Accepted from older files; has no effect.' }));

/** Schema of `~/.polycrate/polycrate.yml`: settings for all workspaces that do not write their own. */
export const userSchema = keys(
  {
    ...configSchema.properties,
    workspace: optional(
      text({ description: 'Workspace to use where the current folder is in none; see `polycrate workspace use`.' }),
    ),
    engine: optional(someText({ description: 'docker, podman, local (no container), or the endpoint of an engine.' })),
    engine_timeout: optional(
      duration({ description: 'How long the engine may leave one request unanswered.', default: '60s' }),
    ),
    loglevel: optional(oneOf([0, 1, 2, 3, 4], { description: 'How much tools say.', default: 1 })),
    ...{ api: old(), auto_commit: old(), backplane: old(), check_updates: old(), experimental: old(), hub: old() },
    ...{ kubeconfig: old(), logformat: old(), sync: old(), webhooks: old() },
  },
  { description: 'Settings of a user of polycrate.' },
);

/** `~/.polycrate/polycrate.yml` as written. */
export type UserFile = Static<typeof userSchema>;
