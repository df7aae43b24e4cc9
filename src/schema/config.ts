import type { Static } from 'typebox';
import { count, duration, flag, free, keys, oneOf, optional, scalars, text, textOrNumber, texts } from './parts.ts';

/** Schema of `container:`, of a workspace's config or of a block. */
export const containerSchema = keys({
  network: optional(text({ description: 'host, bridge, none, or the name of a network. Default: host.' })),
  docker: optional(
    oneOf(['auto', true, false], {
      description: "Mount the engine's socket into the action. auto: only where needed.",
    }),
  ),
  user: optional(
    text({ description: 'caller, root or uid:gid. Default: caller, so that files an action creates are yours.' }),
  ),
  secrets: optional(
    oneOf(['file', 'env'], {
      description: 'Where values of secrets.poly reach the action. Default: only in the snapshot file.',
    }),
  ),
  cpus: optional(textOrNumber({ description: 'CPU limit, e.g. "1.5".' })),
  memory: optional(textOrNumber({ description: 'Memory limit, e.g. 2g.' })),
  pids: optional(count({ description: 'Limit of processes.' })),
  tmpfs: optional(texts({ description: 'Paths held in memory.' })),
  capabilities: optional(texts({ description: 'Linux capabilities to add.' })),
  readonly: optional(flag({ description: "Make the container's own disk read-only." })),
});

/** Schema of `config:` of a workspace: the settings of the tool itself. */
export const configSchema = keys(
  {
    image: optional(
      keys({ reference: optional(text()), version: optional(text()) }, { description: 'The toolchain image.' }),
    ),
    toolchain: optional(
      keys({
        require: optional(scalars({ description: 'Versions the toolchain must have, e.g. terraform: "~1.13".' })),
        pull: optional(oneOf(['locked', 'missing', 'always', 'never'])),
      }),
    ),
    dockerfile: optional(text({ description: "Recipe of the workspace's own image. Default: Dockerfile.poly." })),
    blocksroot: optional(text({ description: 'Folder of the blocks. Default: blocks.' })),
    artifactsroot: optional(text({ description: 'Folder of the artifacts. Default: artifacts.' })),
    logsroot: optional(text({ description: 'Folder of the records. Default: .logs.' })),
    workflowsroot: optional(text({ description: 'Accepted from older workspaces; has no effect.' })),
    blocksconfig: optional(text({ description: 'File name of a block. Default: block.poly.' })),
    workspaceconfig: optional(text({ description: 'Accepted from older workspaces; has no effect.' })),
    containerroot: optional(text({ description: 'Where the workspace is mounted. Default: /workspace.' })),
    remoteroot: optional(text({ description: 'Folder on remote hosts; has no effect yet.' })),
    sshprivatekey: optional(text({ description: 'Private key file, relative to the workspace.' })),
    sshpublickey: optional(text({ description: 'Public key file, relative to the workspace; has no effect yet.' })),
    logging: optional(
      keys({
        enabled: optional(flag()),
        path: optional(text({ description: 'Another way to write logsroot.' })),
        keep: optional(count({ description: 'Days records are kept. Default: 90.' })),
      }),
    ),
    globals: optional(free({ description: 'Values for all blocks: workspace.config.globals.' })),
    container: optional(containerSchema),
    registry: optional(keys({ url: optional(text()), base_image: optional(text()) })),
    registries: optional(free()),
    ssh: optional(
      keys({
        strict: optional(
          oneOf(['accept-new', 'yes', 'off'], { description: 'Host key checking. Default: accept-new.' }),
        ),
        agent: optional(flag({ description: 'Mount the SSH agent. Default: true.' })),
        control_persist: optional(duration({ description: 'How long connections stay open. Default: 10m.' })),
        cache_ttl: optional(duration({ description: 'How long host lists are kept. Default: 1h.' })),
      }),
    ),
  },
  { description: 'Settings of polycrate itself.' },
);

/** `config:` as written. */
export type ConfigFile = Static<typeof configSchema>;
