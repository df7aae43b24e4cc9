import { type Place, Problem } from '../../../errors.ts';
import type { OpenRecipe } from '../../../plan/index.ts';
import type { BuildFailure } from './progress.ts';

const ALL = 'polycrate toolchain build --verbose   (shows everything the build prints)';

/**
 * IMAGE_BUILD_FAILED for a build that the engine gave up: which step, what of it, and its line in the workspace's own recipe. What the step
 * printed has been told as it went.
 */
export function describeBuildFailure(reference: string, failure: BuildFailure, own: OpenRecipe | undefined): Problem {
  const said = shortenSaying(failure.message);
  if (own === undefined) {
    const step = failure.step === undefined ? '' : `${failure.step}: `;
    return new Problem('IMAGE_BUILD_FAILED', `${reference}: ${step}${said}`, { hint: ALL });
  }
  const unread = lineTold(failure.message);
  const at = unread ?? lineOf(failure, own);
  // What cannot be parsed is no step.
  const instruction = unread === undefined ? own.steps.find(({ line }) => line === at)?.text : undefined;
  const step = instruction === undefined ? '' : `${instruction}: `;
  return new Problem('IMAGE_BUILD_FAILED', `${own.file}: ${step}${said}`, {
    hint: ALL,
    places: at === undefined ? [] : [placeIn(own, at)],
  });
}

function lineTold(message: string): number | undefined {
  const told = /(?:parse error (?:on )?line|Dockerfile\S*:) ?(\d+)/.exec(message)?.[1];
  return told === undefined ? undefined : Number(told);
}

/** BuildKit numbers the steps of each stage, others all instructions. */
function lineOf({ step = '', number }: BuildFailure, { steps }: OpenRecipe): number | undefined {
  if (number !== undefined) return steps[number - 1]?.line;
  const [, stage = '', at] = /^\[(?:(\S+) )?(\d+)\/\d+\] /.exec(step) ?? [];
  if (at === undefined) return undefined;
  const stages = steps.flatMap((each, index) => (each.keyword === 'FROM' ? [{ ...each, index }] : []));
  const numbered = /^stage-(\d+)$/.exec(stage)?.[1];
  const from = stage === '' ? stages.at(-1) : numbered === undefined ? stages.find((each) => each.stage === stage) : stages[Number(numbered)];
  if (from === undefined) return undefined;
  const rest = steps.slice(from.index + 1);
  const end = rest.findIndex(({ keyword }) => keyword === 'FROM');
  const layers = rest.slice(0, end === -1 ? undefined : end).filter(({ keyword }) => LAYERS.has(keyword));
  return [from, ...layers][Number(at) - 1]?.line;
}

/** Instructions that BuildKit counts. */
const LAYERS = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

function placeIn({ path, text }: OpenRecipe, line: number): Place {
  const lines = text.split(/\r?\n/);
  const snippet = [line - 1, line, line + 1].flatMap((number) => {
    const found = lines[number - 1];
    return found === undefined ? [] : [{ line: number, text: found }];
  });
  return { file: path, line, column: 1, length: Math.max(1, lines[line - 1]?.length ?? 1), snippet };
}

/** Builders wrap what happened into what they were doing meanwhile. */
function shortenSaying(message: string): string {
  const status = /(?:exit code|non-zero code): (\d+)$/.exec(message)?.[1];
  if (status !== undefined) return `exit code ${status}`;
  return message
    .replace(/^(?:failed to solve(?: with frontend \S+)?: |rpc error: code = \w+ desc = |failed to (?:build|create) (?:LLB|LLB definition): |failed to compute cache key: )+/, '')
    .replace(/^dockerfile parse error (?:on )?line \d+: /, '');
}
