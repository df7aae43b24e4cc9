import type { Static } from 'typebox';
import { growing, instant, mapOf, number } from './document.ts';
import { list, oneOf, optional, text, texts } from './parts.ts';

const ENDINGS = ['succeeded', 'failed', 'timed-out', 'cancelled', 'interrupted'] as const;

const artifactFileSchema = growing(
  {
    bytes: number({ description: 'Its size.' }),
    sha256: optional(text({ description: 'Its SHA-256 in hex; absent where it was too large to be read.' })),
  },
  { description: 'A file as the action left it.' },
);

const gitSchema = growing(
  {
    branch: optional(text({ description: 'Branch that was checked out.' })),
    commit_before: optional(text({ description: 'Commit at the start.' })),
    commit_after: optional(text({ description: 'Commit at the end.' })),
    user: optional(text({ description: "Git's user.name." })),
    email: optional(text({ description: "Git's user.email." })),
  },
  { description: 'The git repository around the workspace.' },
);

const artifactsSchema = growing(
  {
    created: texts({ description: 'Paths of files it made.' }),
    changed: texts({ description: 'Paths of files it altered.' }),
    deleted: texts({ description: 'Paths of files it removed.' }),
    files: optional(mapOf(artifactFileSchema, { description: 'What lies at the paths it made or altered.' })),
    omitted: optional(number({ description: 'How many further paths are left out.' })),
  },
  { description: "What the action did to its block's artifacts; paths relative to them." },
);

const stepSchema = growing(
  {
    step: text({ description: 'Name of the step.' }),
    block: text({ description: 'Its block.' }),
    action: text({ description: 'Its action.' }),
    state: oneOf([...ENDINGS, 'skipped', 'failure allowed'], { description: 'How it ended.' }),
    exit_code: optional(number({ description: 'Its exit status.' })),
    duration_ms: optional(number({ description: 'How long it took, in milliseconds.' })),
    transaction: optional(text({ description: 'Id of its own record.' })),
  },
  { description: 'What became of one step.' },
);

const attemptSchema = growing(
  {
    started: instant({ description: 'When it began.' }),
    duration_ms: number({ description: 'How long it took, in milliseconds.' }),
    state: oneOf(ENDINGS, { description: 'How it ended.' }),
    exit_code: number({ description: 'Its exit status.' }),
    cause: optional(text({ description: 'Why, where the exit status alone does not say it.' })),
  },
  { description: 'One attempt.' },
);

const placeSchema = growing(
  {
    file: text({ description: 'The file, relative to the workspace where it is below it.' }),
    line: number({ description: 'Line, from 1.' }),
    column: number({ description: 'Column, from 1.' }),
  },
  { description: 'Where an action that failed is written.' },
);

const retrySchema = growing(
  {
    attempts: number({ description: 'How often it is tried at most.' }),
    delay_ms: number({ description: 'Time between two attempts, in milliseconds.' }),
  },
  { description: 'Of an action with `retry`: what that allows.' },
);

/** Schema of a record: `.logs/YYYY-MM-DD/<transaction>.yml`. */
export const recordSchema = growing(
  {
    schema: oneOf([1], { description: 'Version of this format.' }),
    transaction: text({ description: 'Id of the transaction, a UUID.' }),
    parent: optional(text({ description: 'Id of the workflow run that this was a step of.' })),
    command: text({ description: 'The command line; secrets are masked.' }),
    workspace: text({ description: 'Name of the workspace.' }),
    organization: optional(text({ description: 'Name of its organization.' })),
    block: optional(text({ description: 'Name of the block.' })),
    action: optional(text({ description: 'Name of the action.' })),
    workflow: optional(text({ description: 'Name of the workflow.' })),
    step: optional(text({ description: 'Name of the step.' })),
    message: optional(text({ description: 'Of polycrate log: what was to be kept.' })),
    labels: optional(mapOf(text(), { description: 'Labels of workspace, block and action.' })),
    user: text({ description: 'Who ran it.' }),
    host: text({ description: 'Name of the machine it was started on.' }),
    pid: number({ description: 'Process id of polycrate.' }),
    boot: optional(text({ description: "Id of the machine's boot." })),
    pid_namespace: optional(text({ description: 'Where that process id counts: a container has its own.' })),
    process_start: optional(text({ description: 'When that process began, in clock ticks since then.' })),
    cli: text({ description: 'Version of polycrate.' }),
    image: optional(text({ description: 'Reference of the toolchain image.' })),
    image_id: optional(text({ description: 'Digest of that image.' })),
    tools: optional(mapOf(text(), { description: 'Versions of the tools in that image.' })),
    git: optional(gitSchema),
    plan: optional(text({ description: 'SHA-256 of what was planned: equal hashes ran the same.' })),
    started: instant({ description: 'When it began.' }),
    finished: optional(instant({ description: 'When it ended.' })),
    duration_ms: optional(number({ description: 'How long it took, in milliseconds.' })),
    phases: optional(mapOf(number(), { description: 'How long each phase took, in milliseconds.' })),
    state: oneOf([...ENDINGS, 'running'], { description: 'How it ended, or that it has not.' }),
    exit_code: optional(number({ description: 'Exit status.' })),
    cause: optional(text({ description: 'Why, where the exit status alone does not say it.' })),
    warnings: optional(texts({ description: 'What was odd, each beginning with its code.' })),
    place: optional(placeSchema),
    retry: optional(retrySchema),
    attempts: optional(list(attemptSchema, { description: 'Of an action with `retry`: every attempt.' })),
    artifacts: optional(artifactsSchema),
    foreign: optional(texts({ description: 'Paths in the workspace that the action has left to somebody else.' })),
    journal: optional(text({ description: 'Name of the file beside this one that holds the output.' })),
    steps: optional(list(stepSchema, { description: 'Of a workflow: every step.' })),
  },
  { description: 'What happened in one transaction.' },
);

/** A record as kept on disk. */
export type RecordDocument = Static<typeof recordSchema>;
