import type { Static } from 'typebox';
import { growing, mapOf, number } from './document.ts';
import { anything, flag, list, oneOf, optional, text, texts } from './parts.ts';

const workspaceSchema = growing(
  {
    name: text({ description: 'Its name.' }),
    organization: optional(text({ description: 'Name of its organization.' })),
    directory: text({ description: 'Its folder on the host.' }),
  },
  { description: 'The workspace.' },
);

const blockSchema = growing(
  {
    name: text({ description: 'Its name.' }),
    kind: text({ description: 'Its kind.' }),
    version: optional(text({ description: 'Its version.' })),
  },
  { description: 'The block.' },
);

const actionSchema = growing(
  {
    name: text({ description: 'Its name.' }),
    kind: oneOf(['script', 'playbook'], { description: 'What it runs.' }),
    interactive: flag({ description: 'It gets a terminal and stdin.' }),
  },
  { description: 'The action.' },
);

const fileSchema = growing(
  {
    path: text({ description: 'Path below /run/polycrate.' }),
    mode: text({ description: 'Permission bits in octal, e.g. 0600.' }),
    bytes: number({ description: 'Its size.' }),
  },
  { description: 'A file handed to the action.' },
);

const mountSchema = growing(
  {
    source: text({ description: 'Path on the host.' }),
    target: text({ description: 'Path in the container.' }),
    readOnly: flag({ description: 'The action cannot write there.' }),
  },
  { description: 'A bind mount.' },
);

const userSchema = growing(
  {
    uid: number({ description: 'User id.' }),
    gid: number({ description: 'Group id.' }),
    name: text({ description: 'User name.' }),
  },
  { description: 'Who the action runs as.' },
);

const limitsSchema = growing(
  {
    cpus: optional(number({ description: 'CPU time, in CPUs.' })),
    memoryBytes: optional(number({ description: 'Memory, in bytes.' })),
    pids: optional(number({ description: 'Processes and threads.' })),
    tmpfs: texts({ description: 'Folders in memory.' }),
    capabilities: texts({ description: 'Linux capabilities that are added.' }),
    readOnly: flag({ description: "The container's own disk cannot be written." }),
  },
  { description: 'What the container may take and do.' },
);

const retrySchema = growing(
  {
    attempts: number({ description: 'How often it is tried at most.' }),
    delayMs: number({ description: 'Time between two attempts, in milliseconds.' }),
    on: optional(list(number(), { description: 'Exit codes worth another attempt; without it, every failure is.' })),
  },
  { description: 'Whether it is tried again.' },
);

const requirementSchema = growing(
  {
    tool: text({ description: 'Name of the tool in the inventory.' }),
    range: text({ description: 'Range of versions.' }),
    block: optional(text({ description: 'Block that requires it; without it, the workspace does.' })),
  },
  { description: 'A version a tool must have.' },
);

const lockedSchema = growing(
  {
    reference: text({ description: 'The image by its digest: what is started.' }),
    platforms: mapOf(text(), { description: 'The same for every platform that is locked.' }),
  },
  { description: 'What toolchain.lock pins.' },
);

const recipeSchema = growing(
  {
    directory: text({ description: "The build's context." }),
    file: text({ description: 'The recipe, relative to it.' }),
    withheld: texts({ description: 'Patterns of what is never part of the build.' }),
    base: text({ description: 'The image it gets as its build argument TOOLCHAIN.' }),
    secrets: optional(mapOf(text(), { description: 'Where its build secrets are, by their ids.' })),
    hash: text({ description: 'SHA-256 over recipe, what it copies, and the name of the base.' }),
  },
  { description: "A recipe of the workspace's own, which the image is built from." },
);

/** Schema of the answer of `polycrate plan BLOCK ACTION -o json`. */
export const planSchema = growing(
  {
    transaction: text({ description: 'Id the run would have, a UUID.' }),
    parent: optional(text({ description: 'Id of the workflow run it would be a step of.' })),
    workspace: workspaceSchema,
    block: blockSchema,
    action: actionSchema,
    workflow: optional(text({ description: 'Name of the workflow.' })),
    step: optional(text({ description: 'Name of the step.' })),
    image: text({ description: 'Reference of the toolchain image.' }),
    variant: optional(mapOf(anything(), { description: 'Tools that are otherwise than in the toolchain itself.' })),
    recipe: optional(recipeSchema),
    mirrors: optional(mapOf(text(), { description: 'Build arguments that say where images are built from.' })),
    locked: optional(lockedSchema),
    pull: optional(
      oneOf(['always', 'never'], { description: 'When the image is pulled, if not where it is missing.' }),
    ),
    requires: optional(list(requirementSchema, { description: 'Versions its tools must have.' })),
    command: texts({ description: 'Program and arguments.' }),
    workingDirectory: text({ description: 'Folder in the container it starts in.' }),
    env: mapOf(text(), { description: 'Environment variables; secrets are masked.' }),
    files: list(fileSchema, { description: 'Files handed to the action.' }),
    mounts: list(mountSchema, { description: 'Bind mounts.' }),
    transport: optional(
      oneOf(['mount', 'copy'], { description: 'mount or copy, where that is not left to the engine.' }),
    ),
    network: text({ description: 'Network of the container.' }),
    limits: optional(limitsSchema),
    user: userSchema,
    local: optional(
      growing(
        { folder: text({ description: 'Where its own files lie, instead of /run/polycrate.' }) },
        { description: 'It runs without a container.' },
      ),
    ),
    engineSocket: flag({ description: "The engine's socket is mounted too." }),
    labels: mapOf(text(), { description: 'Labels of the container.' }),
    recordLabels: mapOf(text(), { description: 'Labels of the record.' }),
    directories: texts({ description: 'Folders on the host that are made before.' }),
    artifacts: text({ description: "Folder of the block's artifacts on the host." }),
    logsDirectory: text({ description: 'Folder of the records on the host.' }),
    recorded: flag({ description: 'A record is kept.' }),
    prompt: optional(text({ description: 'Question that is asked before.' })),
    timeoutMs: optional(number({ description: 'Total time it may take, in milliseconds.' })),
    parkMs: optional(number({ description: 'How long a container then waits for the next action, in milliseconds.' })),
    passOn: optional(
      flag({
        description:
          'The next step may have its container, where that is as clean as a fresh one; false: nor does it get that of the one before.',
      }),
    ),
    timeoutOf: optional(oneOf(['step', 'workflow'], { description: 'Whose timeout that is, if not its own.' })),
    idleTimeoutMs: optional(number({ description: 'Time it may go without output, in milliseconds.' })),
    retry: optional(retrySchema),
    commandLine: text({ description: 'Command line as records show it.' }),
    script: optional(text({ description: 'The bash script that would run.' })),
  },
  { description: 'Everything one action would do.' },
);

/** A plan as `polycrate plan -o json` prints it. */
export type PlanDocument = Static<typeof planSchema>;
