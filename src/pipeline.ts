import type { RunEvent, RunEvents } from './events.ts';
import { placesOfRequirements, planAction, surveyHost, type ActionRequest, type Plan } from './plan/index.ts';
import {
  checkOwnership,
  createPhases,
  failureOf,
  openRecord,
  type Phases,
  plannedEvent,
  recordedPlace,
  recordRefusal,
} from './record/index.ts';
import {
  checkConfigs,
  type CheckedWorkspace,
  checkWorkspace,
  createLocation,
  placeOfAction,
  type ResolvedWorkspace,
} from './resolve/index.ts';
import { jobOf, runAttempts } from './run/index.ts';
import { holdToLock, recordedTools, startContainer } from './toolchain/index.ts';
import {
  NO_OUTSIDE_SETTINGS,
  type OutsideSettings,
  type Finding,
  isError,
  loadWorkspace,
  sortFindings,
} from './workspace/index.ts';
import type { World } from './world.ts';

export interface OpenOptions {
  /** The folder was named: it is the workspace itself, and none above it. */
  readonly exact?: boolean;
  /** Every warning is an error. */
  readonly strict?: boolean;
  /** Settings from outside the workspace, and what is wrong with them. */
  readonly settings?: OutsideSettings;
  readonly findings?: readonly Finding[];
}

/** Stages 1 and 2: reads and resolves the workspace around `directory`, with all findings. Commands that only read stop here. */
export async function openWorkspace(
  directory: string,
  world: Pick<World, 'files' | 'parseCache'> & { readonly host: Pick<World['host'], 'version'> },
  { exact = false, strict = false, settings = NO_OUTSIDE_SETTINGS, findings = [] }: OpenOptions = {},
): Promise<CheckedWorkspace> {
  const { files, parseCache, host } = world;
  const written = await loadWorkspace(directory, files, { cache: parseCache, exact, settings });
  const checked = checkWorkspace(written, { version: host.version, strict });
  // What a file says wrongly is no longer in it, and would only break the schema too.
  const isBroken = createLocation(checked.findings.filter(isError).flatMap(({ problem }) => problem.places));
  const found = await checkConfigs(checked.lineages.values(), written.schemas, {
    files,
    before: written.before,
    isBroken,
  });
  await written.before?.keep();
  const further = [...findings, ...found];
  return further.length === 0 ? checked : { ...checked, findings: sortFindings([...checked.findings, ...further]) };
}

/** Stage 3: what would run, nothing done. From here on its secrets are masked, and those that cannot be are told. */
export async function planRequest(workspace: ResolvedWorkspace, request: ActionRequest, world: World): Promise<Plan> {
  const planned = planAction(workspace, request, await surveyHost(workspace, request, world));
  const plan = await holdToLock(planned, workspace, world);
  world.masker.add(plan.secrets);
  return plan;
}

/** An action that will be performed before long, if all goes well: lets the engine get ready for it. Best effort; never rejects. */
export async function foreseeAction(workspace: ResolvedWorkspace, request: ActionRequest, world: World): Promise<void> {
  try {
    const [engine, plan] = await Promise.all([world.engine(), planRequest(workspace, request, world)]);
    engine.prepare(jobOf(plan, undefined));
  } catch {
    // What is wrong is told when it is performed.
  }
}

/** Stages 3 to 5: plans one action, runs it and records it, failures too. The caller holds the workspace's lock. */
export async function performAction(
  workspace: ResolvedWorkspace,
  request: ActionRequest,
  world: World,
): Promise<RunEvents['run.finished']> {
  const begunMs = world.clock.elapsedMs();
  const phases = createPhases(world.clock, request.waitedMs === undefined ? {} : { lock: request.waitedMs });
  const plan = await approvePlan(workspace, request, { world, phases }).catch(async (error: unknown) => {
    await recordRefusal(workspace, request, error, world);
    throw error;
  });
  // The record is opened while the engine makes the container, which begins only when the record is open.
  const opening = openRecord(plan, world, phases.all());
  const announced = opening.then(async (record) => {
    record.mark('record');
    await world.emit(plannedEvent(plan, record));
    return world.clock.now();
  });
  const gotImage = (): Promise<void> =>
    opening.then((record) => {
      record.mark('image');
    });
  const { purpose } = request;
  const findPlace = placesOfRequirements(workspace, world.files);
  const tell = (event: RunEvent): Promise<void> | undefined =>
    event.name === 'run.warned'
      ? both(
          world.emit(event),
          opening.then((record) => record.append(event)),
        )
      : world.emit(event);
  const starting = world
    .engine()
    .then((engine) =>
      startContainer(plan, { announced, gotImage }, { ...world, emit: tell, engine, purpose, findPlace }),
    );
  // Both are awaited below, after something else that may fail first.
  for (const promise of [announced, starting]) promise.catch(() => undefined);
  await using record = await opening.catch(async (error: unknown) => {
    await starting.catch(() => undefined);
    throw error;
  });
  // What somebody does by hand on a terminal is theirs: the record tells that, when and for how long, not what was on the screen.
  const isPrivate = plan.byHand !== undefined && world.terminal !== undefined;
  const emit = (event: RunEvent): Promise<void> | undefined =>
    isPrivate ? world.emit(event) : both(world.emit(event), record.append(event));
  try {
    const { plan: started, job, image, toolsKnown, isNewAndUnlocked } = await starting;
    record.mark('start');
    record.prepare();
    const ended = await runAttempts(started, job, { ...world, emit });
    const durationMs = Math.round(world.clock.elapsedMs() - begunMs);
    const isFailed = ended.state === 'failed';
    const cause = ended.cause ?? (isFailed && plan.byHand === undefined ? record.cause() : undefined);
    const { place } = isFailed ? placeOfAction(workspace, request) : {};
    const outcome = { ...ended, durationMs, ...(cause === undefined ? {} : { cause }) };
    record.mark('run');
    const id = await image;
    await toolsKnown;
    const ownership = await checkOwnership(plan, await announced, world);
    record.note({ image_id: id, ...recordedTools(id, world.toolLists), ...ownership });
    const artifacts = await record.close({ ...outcome, ...recordedPlace(place, workspace.directory) });
    const finished = {
      ...outcome,
      block: plan.block.name,
      action: plan.action.name,
      ...(record.path === undefined ? {} : { record: record.path }),
      ...(artifacts === undefined ? {} : { artifacts }),
      ...(place === undefined ? {} : { place }),
    };
    await world.emit({ name: 'run.finished', ...finished });
    if (isNewAndUnlocked()) await world.emit({ name: 'toolchain.unlocked', image: plan.image });
    return finished;
  } catch (error) {
    await record.close(failureOf(error));
    throw error;
  }
}

async function approvePlan(
  workspace: ResolvedWorkspace,
  request: ActionRequest,
  { world, phases }: { readonly world: World; readonly phases: Phases },
): Promise<Plan> {
  const plan = await planRequest(workspace, request, world);
  for (const problem of [...plan.unmasked, ...(plan.ignored ?? [])]) await world.emit({ name: 'run.warned', problem });
  phases.mark('plan');
  if (plan.prompt === undefined || request.force) return plan;
  await world.confirm(plan.prompt);
  phases.mark('prompt');
  return plan;
}

function both(first: Promise<void> | undefined, second: Promise<void> | undefined): Promise<void> | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Promise.all([first, second]).then(() => undefined);
}
