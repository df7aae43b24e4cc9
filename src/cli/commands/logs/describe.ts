import type { FoundRecord, GitFacts, RecordFile } from '../../../record/index.ts';
import { type details, formatDuration } from '../../world.ts';
import { formatBytes } from './bytes.ts';
import { whatOf } from './list.ts';
import { localTime } from './local-time.ts';
import { describeTools } from './tools.ts';

const BAR_WIDTH = 24;
const NAMES_SHOWN = 20;

type Attempt = NonNullable<RecordFile['attempts']>[number];
type Pairs = Parameters<typeof details>[0];

/** A record for people: what ran, how it ended, who and where, what it took, and what it changed. */
export function describeRecord({ record, path }: FoundRecord): Pairs {
  const { state, exit_code: code, organization, workspace, user, host, pid, cli, image, image_id: id } = record;
  const exit = code === undefined ? '' : `, exit ${String(code)}`;
  const isNote = record.message !== undefined;
  return [
    ['what', record.message ?? whatOf(record)],
    // A note is no run: it only has been kept.
    ['state', isNote ? undefined : `${state.replace('-', ' ')}${exit}`],
    ['cause', record.cause],
    ['warnings', record.warnings?.join('\n')],
    ['transaction', record.transaction],
    ['part of', record.parent === undefined ? undefined : `workflow ${record.workflow ?? ''} (${record.parent})`],
    ['command', record.command],
    ['workspace', organization === undefined ? workspace : `${workspace} of ${organization}`],
    ['labels', Object.entries(record.labels ?? {}).map(([key, value]) => `${key}=${value}`)],
    ['started', `${localTime(new Date(record.started))}${isNote ? '' : tookOf(record)}`],
    ['by', pid === 0 ? user : `${user} on ${host} (process ${String(pid)}), polycrate ${cli}`],
    ['image', image === undefined || id === undefined ? image : `${image} (${id.slice(0, 'sha256:'.length + 12)})`],
    ['tools', describeTools(record.tools)],
    ['git', describeGit(record.git)],
    ['phases', isNote ? [] : describePhases(record.phases)],
    ['attempts', record.attempts?.map(describeAttempt)],
    ['steps', record.steps?.map(({ step, state: ended, duration_ms: took }) => `${step}: ${ended}${spent(took)}`)],
    ['artifacts', describeArtifacts(record.artifacts)],
    ['foreign', record.foreign],
    ['plan', record.plan],
    ['record', path],
  ];
}

/** `1: failed, exit 4 (200 ms): its cause`. */
function describeAttempt({ state, exit_code: code, duration_ms: took, cause }: Attempt, at: number): string {
  const ended = `${String(at + 1)}: ${state.replace('-', ' ')}, exit ${String(code)}${spent(took)}`;
  return cause === undefined ? ended : `${ended}: ${cause}`;
}

function tookOf({ duration_ms: took }: RecordFile): string {
  return took === undefined ? '' : `, took ${formatDuration(took)}`;
}

function spent(durationMs: number | undefined): string {
  return durationMs === undefined ? '' : ` (${formatDuration(durationMs)})`;
}

function describeGit(git: GitFacts | undefined): string[] {
  if (git === undefined) return [];
  const { branch, commit_before: before, commit_after: after, user, email } = git;
  const short = (commit: string | undefined): string => commit?.slice(0, 12) ?? 'no commit';
  const commit = after === undefined || after === before ? short(before) : `${short(before)} → ${short(after)}`;
  const where = branch === undefined ? commit : `${commit} on ${branch}`;
  const who = [user, email === undefined ? undefined : `<${email}>`].filter((part) => part !== undefined).join(' ');
  return [where, ...(who === '' ? [] : [who])];
}

/** A line a phase, with a bar for its share of them all. */
function describePhases(phases: RecordFile['phases']): string[] {
  const known = Object.entries(phases ?? {});
  const longest = Math.max(1, ...known.map(([, ms]) => ms));
  const width = Math.max(0, ...known.map(([phase]) => phase.length));
  const times = known.map(([, ms]) => formatDuration(ms));
  const timeWidth = Math.max(0, ...times.map(({ length }) => length));
  return known.map(([phase, ms], at) => {
    const bar = '█'.repeat(Math.round((ms / longest) * BAR_WIDTH));
    return `${phase.padEnd(width)}  ${(times[at] ?? '').padStart(timeWidth)}  ${bar}`.trimEnd();
  });
}

function describeArtifacts(artifacts: RecordFile['artifacts']): string[] {
  if (artifacts === undefined) return [];
  const { files = {} } = artifacts;
  const lines = (['created', 'changed', 'deleted'] as const).flatMap((kind) =>
    artifacts[kind].map((name) => {
      const bytes = files[name]?.bytes;
      return `${kind} ${name}${bytes === undefined ? '' : ` (${formatBytes(bytes)})`}`;
    }),
  );
  const more = lines.length - NAMES_SHOWN + (artifacts.omitted ?? 0);
  return more <= 0 ? lines : [...lines.slice(0, NAMES_SHOWN), `and ${String(more)} more; -o json lists them`];
}
