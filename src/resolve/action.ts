import { type Place, Problem } from '../errors.ts';
import type { ActionFile } from '../schema/action.ts';
import { ACTION_KINDS } from '../schema/rules.ts';
import { describe, error, type Finding } from '../workspace/index.ts';
import { limitOf, parseDuration } from './duration.ts';
import { warnIdle } from './idle.ts';
import type { Lineage } from './lineage.ts';
import { asList, asTexts } from './labels.ts';
import { fileOf, type Layer, placesOf, whereWritten } from './layers.ts';
import { isWritten } from './merge.ts';
import { findOddNames } from './variables.ts';
import type { DataMap, ResolvedAction } from './resolved.ts';
import { resolveRetry } from './retry.ts';

type Run = ResolvedAction['run'];
type Report = (...findings: readonly Finding[]) => void;

/**
 * The actions of a block. Only in a template may an action lack its kind, because a child is expected to give it, and where the
 * block to inherit it from is not installed.
 */
export function resolveActions({ merged, layers, missing }: Lineage, report: Report): ResolvedAction[] {
  const mayLack = merged.template === true || missing !== undefined;
  return (merged.actions ?? []).map((action) => {
    const run = resolveRun(action, layers);
    if (run instanceof Problem && !mayLack) report(error(run));
    const timeoutMs = resolveTimeout(action, layers);
    if (timeoutMs instanceof Problem) report(error(timeoutMs));
    report(...warnIdle(action, IDLE, (key) => placesOf(whereWritten(layers, ['actions', action.name, key], 'key'))));
    report(...findOddNames(action.env, (key) => whereWritten(layers, ['actions', action.name, 'env', key], 'key')));
    return putTogether(
      action,
      run instanceof Problem ? NOTHING : run,
      typeof timeoutMs === 'number' ? timeoutMs : undefined,
      layers,
    );
  });
}

const IDLE = ['inputs', 'outputs'] as const;
const NOTHING: Run = { kind: 'script', items: [] };

const NO_CONFIG: DataMap = Object.freeze({});

// A workspace may have ten thousand actions, of which a command looks at one: they are put together as cheaply as can be.
function putTogether(
  action: ActionFile,
  run: Run,
  timeoutMs: number | undefined,
  layers: readonly Layer[],
): ResolvedAction {
  const resolved: { -readonly [K in keyof ResolvedAction]: ResolvedAction[K] } = new ActionPlaces(
    action.name,
    layers,
  ) as never;
  resolved.name = action.name;
  if (action.description !== undefined) resolved.description = action.description;
  resolved.alias = asList(action.alias);
  resolved.labels = asTexts(action.labels);
  resolved.run = run;
  if (action.prompt?.message !== undefined) resolved.prompt = action.prompt.message;
  resolved.interactive = action.interactive ?? false;
  if (timeoutMs !== undefined) resolved.timeoutMs = timeoutMs;
  const idleTimeoutMs = limitOf(action.idle_timeout);
  if (idleTimeoutMs !== undefined) resolved.idleTimeoutMs = idleTimeoutMs;
  const retry = action.retry === undefined ? undefined : resolveRetry(action.retry);
  if (retry !== undefined) resolved.retry = retry;
  resolved.env = asTexts(action.env);
  resolved.config = (action.config ?? NO_CONFIG) as DataMap;
  return resolved;
}

/** Where an action is written: looked up when an error asks, and not among the keys of the action. */
class ActionPlaces {
  readonly #name: string;
  readonly #layers: readonly Layer[];

  constructor(name: string, layers: readonly Layer[]) {
    this.#name = name;
    this.#layers = layers;
  }

  get place(): Place | undefined {
    return whereWritten(this.#layers, ['actions', this.#name, 'name'], 'value');
  }

  get playbookPlace(): Place | undefined {
    return whereWritten(this.#layers, ['actions', this.#name, 'playbook'], 'value');
  }

  get scriptPlace(): Place | undefined {
    return whereWritten(this.#layers, ['actions', this.#name, 'script'], 'value');
  }
}

function resolveRun(action: ActionFile, layers: readonly Layer[]): Run | Problem {
  const at = (key: string) => whereWritten(layers, ['actions', action.name, key], key === 'name' ? 'value' : 'key');
  const kind = ACTION_KINDS.find((key) => isWritten(action[key]));
  if (kind !== ACTION_KINDS.findLast((key) => isWritten(action[key]))) {
    const kinds = ACTION_KINDS.filter((key) => isWritten(action[key]));
    return new Problem(
      'ACTION_AMBIGUOUS',
      `action "${action.name}" has ${kinds.length === 2 ? 'both ' : ''}${kinds.join(' and ')}`,
      {
        hint: 'keep one of them',
        places: placesOf(...kinds.map(at)),
      },
    );
  }
  if (kind === 'script') {
    const items = asList(action.script);
    if (items.some((item) => item.trim() !== '')) return { kind, items };
  }
  if (kind === 'playbook' && action.playbook !== undefined && action.playbook !== '')
    return { kind, playbook: action.playbook };
  if (kind === undefined || kind === 'script' || kind === 'playbook') {
    const message =
      kind === undefined
        ? `action "${action.name}" has nothing to run`
        : `the ${kind} of action "${action.name}" is empty`;
    return new Problem('ACTION_EMPTY', message, {
      hint: 'give it a "script" (a command or a list of them) or a "playbook" (a path)',
      places: placesOf(at(kind ?? 'name')),
    });
  }
  return new Problem(
    'ACTION_UNSUPPORTED',
    `action "${action.name}" is of the kind ${kind}, which this version cannot run`,
    {
      hint: `write it as a script or a playbook, e.g. script: ${kind === 'compose' ? 'docker compose' : kind} …`,
      places: placesOf(at(kind)),
    },
  );
}

/** Milliseconds; `config.timeout` counts seconds and is what older workspaces write. Zero means no limit. */
function resolveTimeout({ name, timeout, config }: ActionFile, layers: readonly Layer[]): number | undefined | Problem {
  const limit = (ms: number | undefined) => (ms === 0 ? undefined : ms);
  if (timeout !== undefined) return limitOf(timeout);
  const written = config?.['timeout'];
  if (!isWritten(written)) return undefined;
  const seconds = typeof written === 'string' ? Number(written.trim() || Number.NaN) : written;
  if (typeof seconds === 'number' && seconds >= 0) return limit(Math.round(seconds * 1000));
  const text = typeof written === 'string' ? parseDuration(written) : undefined;
  if (text !== undefined) return limit(text);
  const way = ['actions', name, 'config', 'timeout'];
  const told = describe(written, fileOf(layers, way) ?? { confidential: true });
  return new Problem('VALUE_INVALID', `"timeout" in "config" must be a number of seconds, not ${told}`, {
    hint: 'write a number, or timeout: 30m beside "config"',
    places: placesOf(whereWritten(layers, way, 'value')),
  });
}
