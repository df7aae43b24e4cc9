import { Problem } from '../../../errors.ts';
import type { RecordQuery, RecordSummary } from '../../../record/index.ts';
import { parseDuration } from '../../../resolve/index.ts';
import type { LabelRule } from '../../filter-options.ts';
import { toPattern, toTest } from '../../filters.ts';
import { localTime } from './local-time.ts';

export interface RecordFilters {
  readonly block: readonly string[];
  readonly action: readonly string[];
  readonly workflow: readonly string[];
  readonly state: readonly string[];
  readonly label: readonly LabelRule[];
  readonly user: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly commit?: string;
}

type Test = (summary: RecordSummary) => boolean;

/** The records that meet every filter, by any of its own values. `steps`: also the steps of workflows. Throws USAGE. */
export function queryOf(
  filters: RecordFilters,
  { steps, now }: { readonly steps: boolean; readonly now: Date },
): RecordQuery {
  const { block, action, workflow, state, label, user, commit } = filters;
  const isOf = (
    globs: readonly string[],
    valuesOf: (summary: RecordSummary) => readonly (string | undefined)[],
  ): Test[] => {
    const patterns = globs.map(toPattern);
    const matches = (value = '') => patterns.some((pattern) => pattern.test(value));
    return globs.length === 0 ? [] : [(summary) => valuesOf(summary).some(matches)];
  };
  const sha = commit === undefined ? undefined : commitOf(commit);
  const since = filters.since === undefined ? undefined : momentOf('--since', filters.since, now);
  const until = filters.until === undefined ? undefined : momentOf('--until', filters.until, now);
  const tests: Test[] = [
    ...(steps || block.length > 0 || action.length > 0 ? [] : [({ parent }: RecordSummary) => parent === undefined]),
    ...isOf(block, (summary) => [summary.block]),
    ...isOf(action, (summary) => [summary.action]),
    ...isOf(workflow, (summary) => [summary.workflow]),
    ...isOf(user, ({ user: name, git }) => [name, git?.user, git?.email]),
    ...(state.length === 0 ? [] : [(summary: RecordSummary) => state.includes(summary.state)]),
    ...label.map(toTest).map(
      (obeys): Test =>
        ({ labels = {} }) =>
          obeys(labels),
    ),
    ...(sha === undefined ? [] : [({ git }: RecordSummary) => hasCommit(git, sha)]),
    ...(since === undefined ? [] : [({ started }: RecordSummary) => Date.parse(started) >= since.getTime()]),
    ...(until === undefined ? [] : [({ started }: RecordSummary) => Date.parse(started) <= until.getTime()]),
  ];
  return {
    ...(since === undefined ? {} : { firstDay: dayOf(since.getTime() - DAY_MS) }),
    ...(until === undefined ? {} : { lastDay: dayOf(until.getTime() + DAY_MS) }),
    traces: [
      ...tracesOf('block', block),
      ...tracesOf('action', action),
      ...tracesOf('workflow', workflow),
      ...piecesOf(user),
      ...(state.length === 1 && state[0] !== undefined ? [`"state":"${state[0]}"`] : []),
      ...label.filter(({ isWanted }) => isWanted).map(({ key }) => `${JSON.stringify(key)}:`),
      ...(sha === undefined ? [] : [sha]),
    ],
    accepts: (summary) => tests.every((test) => test(summary)),
  };
}

const DAY_MS = 86_400_000;

/** Folders are named by the calendar of whoever ran it: half the world may be a day ahead or behind. */
function dayOf(ms: number): string {
  return localTime(new Date(ms)).slice(0, 'YYYY-MM-DD'.length);
}

/** What stands in the index of everything that matches a glob: its key, and the value as far as it is no glob. */
function tracesOf(key: string, globs: readonly string[]): string[] {
  const [glob] = globs;
  if (glob === undefined || globs.length > 1) return [];
  const [literal = '', ...others] = glob.split(/[*?]+/);
  const value = JSON.stringify(literal);
  return [`"${key}":${literal === glob ? value : value.slice(0, -1)}`, ...others.map(inside).filter(isLong)];
}

/** The pieces of one glob that something in the index must have, whatever its key. */
function piecesOf([glob, ...others]: readonly string[]): string[] {
  return glob === undefined || others.length > 0 ? [] : glob.split(/[*?]+/).map(inside).filter(isLong);
}

/** As it stands inside a text of JSON. */
const inside = (literal: string): string => JSON.stringify(literal).slice(1, -1);
/** Shorter ones are in nearly every line. */
const isLong = (literal: string): boolean => literal.length > 2;

function hasCommit(git: RecordSummary['git'], sha: string): boolean {
  return [git?.commit_before, git?.commit_after].some((commit) => String(commit).startsWith(sha));
}

function commitOf(text: string): string {
  if (/^[0-9a-f]{4,64}$/i.test(text)) return text.toLowerCase();
  throw new Problem(
    'USAGE',
    `--commit takes a commit's id or at least four characters of its beginning, not "${text}"`,
    {
      hint: '--commit "$(git rev-parse HEAD)"',
    },
  );
}

/** A duration back from now, a day, or a time; without an offset in the caller's own. */
export function momentOf(option: string, text: string, now: Date): Date {
  const backMs = parseDuration(text);
  if (backMs !== undefined) return new Date(now.getTime() - backMs);
  const [, day, time = '00:00', zone = ''] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  const isWholeDay = option === '--until' && day !== undefined && !/[T ]/.test(text);
  const moment = new Date(`${day ?? ''}T${isWholeDay ? '23:59:59.999' : time}${zone}`);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new Problem('USAGE', `${option} takes a duration such as 2h or 7d, or a date, not "${text}"`, {
    hint: `${option} 7d`,
  });
}
