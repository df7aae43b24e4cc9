import { type Static, Unsafe } from 'typebox';
import {
  count,
  cpus,
  duration,
  flag,
  free,
  keys,
  list,
  memory,
  oneOf,
  optional,
  parking,
  positive,
  someText,
  text,
  textMap,
} from './parts.ts';
import { CAPABILITIES } from './rules.ts';
import type { VariantTool } from './tools.ts';

const CAPABILITY = 'Its name in capabilities(7), without CAP_.';

/** Schema of `container:`, of a workspace's config or of a block. */
export const containerSchema = keys(
  {
    network: optional(
      text({ description: 'host, bridge, none, container:NAME, or the name of a network.', default: 'host' }),
    ),
    docker: optional(
      oneOf(['auto', true, false], {
        description: "Mount the engine's socket into the action; auto: only where needed.",
        default: 'auto',
      }),
    ),
    user: optional(
      text({
        description: 'caller, root or uid:gid. With caller, files that an action creates are yours.',
        default: 'caller',
      }),
    ),
    transport: optional(
      oneOf(['auto', 'mount', 'copy'], {
        description: 'How files reach the container; auto: copied where the engine is on another machine.',
      }),
    ),
    secrets: optional(
      oneOf(['file', 'env'], {
        description: 'Where values of secrets.poly reach the action; file: only in the snapshot file.',
        default: 'file',
      }),
    ),
    park: optional(
      parking({
        description:
          'How long a fresh container waits for the next action, so that it starts at once; off: none does. auto: 5m, and off in CI.',
        default: 'auto',
      }),
    ),
    pass_on: optional(
      flag({
        description:
          'A step of a workflow may get the container of the one before, where that is as clean as a fresh one.',
        default: true,
      }),
    ),
    cpus: optional(cpus({ description: 'At most so much CPU time, in CPUs, e.g. 1.5.' })),
    memory: optional(memory({ description: 'At most so much memory, without swap, e.g. 512m or 2g.' })),
    pids: optional(positive({ description: 'At most so many processes and threads.' })),
    tmpfs: optional(
      list(
        text({
          pattern: '^/[^:]*(?::[a-z0-9=,]+)?$',
          description: 'A path, or PATH:OPTIONS as of docker run --tmpfs.',
          expected: 'an absolute path, with options behind a colon if any: /cache:size=64m',
        }),
        { description: 'Folders in memory, empty at the start.', expected: 'a list of paths' },
      ),
    ),
    capabilities: optional(
      list(oneOf(CAPABILITIES, { description: CAPABILITY, expected: 'a capability such as NET_ADMIN' }), {
        description: 'Linux capabilities to add; they work with user: root.',
        expected: 'a list of capabilities',
      }),
    ),
    readonly: optional(
      flag({ description: 'Nothing can be written but mounts, tmpfs, /tmp and the home.', default: false }),
    ),
  },
  { description: 'How the containers of actions are made.' },
);

const imageSchema = keys(
  {
    reference: optional(someText({ description: "Its name without a version; the project's image unless written." })),
    version: optional(someText({ description: "Its version; that of polycrate's own command unless written." })),
  },
  { description: 'The toolchain image.' },
);

/** What an action needs its toolchain to be. */
export const requireSchema = textMap({
  description: 'Versions the toolchain must have, as ranges of npm: terraform: ">=1.5 <2".',
  expected: 'a map of tools to ranges, such as terraform: ">=1.5 <2"',
});

const toolVersion = () =>
  optional(
    Unsafe<string | boolean>({
      type: ['string', 'boolean'],
      pattern: '^(v?[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.]+)?|[~^<>=].*)$',
      description:
        'An exact version or a range; false leaves the tool out, true has it as this version of polycrate does.',
      expected: 'an exact version such as 1.5.7, a range such as ~1.5, or true or false',
    }),
  );

const toolsSchema = keys(
  {
    awscli: toolVersion(),
    'azure-cli': toolVersion(),
    helm: toolVersion(),
    kubectl: toolVersion(),
    opentofu: toolVersion(),
    terraform: toolVersion(),
    yq: toolVersion(),
  } satisfies Record<VariantTool, unknown>,
  { description: "What is otherwise than in polycrate's own toolchain: an image of its own is built for it." },
);

const secretsSchema = Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: {
    type: 'string',
    pattern: '^(env|src)=.+$',
    expected: 'env=VARIABLE, or src=FILE relative to the workspace',
  },
  description: 'Secrets for the build of Dockerfile.poly by their ids, as env=VARIABLE or src=FILE.',
  expected: 'a map of ids to env=VARIABLE or src=FILE',
});

const mirror = (description: string) =>
  optional(
    text({
      description,
      pattern: '^https?://[^@\\s]+$',
      expected: 'an address without a login: https://mirror.example.org/…',
    }),
  );

const mirrorsSchema = keys(
  {
    debian: optional(
      text({
        description: "Lines of apt's sources.list, for builds: their argument DEBIAN_SOURCES.",
        pattern: '^(?![\\s\\S]*://[^/\\s]*@)[\\s\\S]*\\S',
        expected: 'lines of sources.list without a login: deb https://mirror.example.org/debian trixie main',
      }),
    ),
    go: mirror('Module proxy of Go, for builds: their argument GOPROXY.'),
    pypi: mirror('Index of PyPI, for builds: their argument PIP_INDEX_URL.'),
    providers: optional(
      text({
        description: 'Provider mirror of Terraform, for actions: an https address, or a folder of the workspace.',
        pattern: '^(https://[^@\\s]+|(?![A-Za-z][A-Za-z0-9+.-]*://)[\\s\\S]*\\S[\\s\\S]*)$',
        expected: 'an address without a login that begins with https://, or a folder of the workspace',
      }),
    ),
    charts: optional(
      textMap({
        description: 'Chart repositories of Helm, for actions: their names and addresses.',
        expected: 'a map of names to addresses',
      }),
    ),
  },
  { description: 'Where what is public is fetched from instead.' },
);

const toolchainSchema = keys(
  {
    tools: optional(toolsSchema),
    require: optional(requireSchema),
    pull: optional(
      oneOf(['locked', 'missing', 'always', 'never'], {
        description:
          'When the image is pulled; locked and missing: when it is absent, by its locked digest if there is one; always: before each run.',
        default: 'locked',
      }),
    ),
    secrets: optional(secretsSchema),
    mirrors: optional(mirrorsSchema),
  },
  { description: 'What the toolchain must be.' },
);

const loggingSchema = keys(
  {
    enabled: optional(flag({ description: 'Keep records.', default: true })),
    path: optional(someText({ description: 'Another way to write logsroot.', default: '.logs' })),
    keep: optional(count({ description: 'Days that polycrate logs prune keeps records.', default: 90 })),
  },
  { description: 'The records of what happened.' },
);

const registrySchema = keys(
  {
    url: optional(text({ description: 'Address of the registry.' })),
    base_image: optional(text({ description: 'Image that blocks are pushed on.' })),
  },
  { description: 'Where blocks come from; has no effect yet.' },
);

const sshSchema = keys(
  {
    strict: optional(oneOf(['accept-new', 'yes', 'off'], { description: 'Host key checking.', default: 'accept-new' })),
    agent: optional(flag({ description: 'Mount the SSH agent.', default: true })),
    control_persist: optional(duration({ description: 'How long connections stay open.', default: '10m' })),
    cache_ttl: optional(duration({ description: 'How long host lists are kept; has no effect yet.', default: '1h' })),
  },
  { description: 'SSH connections of actions.' },
);

/** Schema of `config:` of a workspace: the settings of the tool itself. */
export const configSchema = keys(
  {
    image: optional(imageSchema),
    toolchain: optional(toolchainSchema),
    dockerfile: optional(
      someText({ description: "Recipe of the workspace's own image, relative to it.", default: 'Dockerfile.poly' }),
    ),
    blocksroot: optional(someText({ description: 'Folder of the blocks.', default: 'blocks' })),
    artifactsroot: optional(someText({ description: 'Folder of the artifacts.', default: 'artifacts' })),
    logsroot: optional(someText({ description: 'Folder of the records.', default: '.logs' })),
    workflowsroot: optional(text({ description: 'Accepted from older workspaces; has no effect.' })),
    blocksconfig: optional(someText({ description: 'File name of a block.', default: 'block.poly' })),
    workspaceconfig: optional(text({ description: 'Accepted from older workspaces; has no effect.' })),
    containerroot: optional(someText({ description: 'Where the workspace is mounted.', default: '/workspace' })),
    remoteroot: optional(text({ description: 'Folder on remote hosts; has no effect yet.', default: '/polycrate' })),
    sshprivatekey: optional(text({ description: 'Private key file, relative to the workspace.' })),
    sshpublickey: optional(text({ description: 'Public key file, relative to the workspace; has no effect yet.' })),
    logging: optional(loggingSchema),
    globals: optional(free({ description: 'Values for all blocks: workspace.config.globals.' })),
    container: optional(containerSchema),
    registry: optional(registrySchema),
    registries: optional(free({ description: 'Registries by name; has no effect yet.' })),
    ssh: optional(sshSchema),
  },
  { description: 'Settings of polycrate itself.' },
);

/** `config:` as written. */
export type ConfigFile = Static<typeof configSchema>;
