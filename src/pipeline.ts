import type { Outcome, RunEvent } from './events.ts';
import { planAction, surveyHost, type ActionRequest, type Plan } from './plan/index.ts';
import { failureOf, openRecord, plannedEvent } from './record/index.ts';
import { resolveWorkspace, type ResolvedWorkspace } from './resolve/index.ts';
import { runPlan } from './run/index.ts';
import { ensureImage } from './toolchain/index.ts';
import { loadWorkspace } from './workspace/index.ts';
import type { World } from './world.ts';

/** Stages 1 and 2: reads and resolves the workspace around `directory`. Commands that only read stop here. */
export async function openWorkspace(directory: string, world: Pick<World, 'files' | 'host'>): Promise<ResolvedWorkspace> {
  const written = await loadWorkspace(directory, world.files);
  return resolveWorkspace(written, { version: world.host.version });
}

/** Stage 3: what would run, nothing done. */
export async function planRequest(workspace: ResolvedWorkspace, request: ActionRequest, world: World): Promise<Plan> {
  return planAction(workspace, request, await surveyHost(workspace, request, world));
}

/** Stages 3 to 5: plans one action, runs it and records it, failures too. The caller holds the workspace's lock. */
export async function performAction(workspace: ResolvedWorkspace, request: ActionRequest, world: World): Promise<Outcome> {
  const plan = await planRequest(workspace, request, world);
  if (plan.prompt !== undefined && !request.force) await world.confirm(plan.prompt);

  await using record = await openRecord(plan, world);
  const emit = (event: RunEvent): Promise<void> | undefined => both(world.emit(event), record.append(event));
  await emit(plannedEvent(plan, record));
  try {
    const engine = await world.engine();
    const image = await ensureImage(plan.image, { ...world, engine, emit });
    record.note({ image_id: image.id });
    record.mark('prepare');
    const outcome = await runPlan(plan, engine, { ...world, emit });
    record.mark('run');
    const changes = await record.close(outcome);
    await world.emit({ name: 'run.finished', ...outcome, ...(changes === undefined ? {} : { artifacts: changes }) });
    return outcome;
  } catch (error) {
    await record.close(failureOf(error));
    throw error;
  }
}

function both(first: Promise<void> | undefined, second: Promise<void> | undefined): Promise<void> | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Promise.all([first, second]).then(() => undefined);
}
