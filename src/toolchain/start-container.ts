import { isProblem } from '../errors.ts';
import type { Host, Plan, Recipes } from '../plan/index.ts';
import { type Masker, type RunningJob, type RunTools, startPlan } from '../run/index.ts';
import type { Files } from '../workspace/index.ts';
import { checkLocalTools } from './check-local.ts';
import { ensureWorkspaceImage } from './ensure-workspace-image.ts';
import type { ImageTools } from './ensure-image.ts';
import { ensureLocked, findMoved } from './lock/index.ts';
import type { ToolLists } from './ports.ts';
import type { InventoryTools } from './inventory.ts';
import { type FindPlace, requireTools } from './require-tools.ts';
import { learnToolVersions } from './tool-versions.ts';

/** How long a record waits for what is asked about the image. */
const LEARNING_MS = 1_000;

/** What a record says of an image that the engine tells nothing about. */
const UNKNOWN = 'unknown';

/** A container that runs a plan. */
interface StartedContainer {
  /** With the exact image it runs. */
  readonly plan: Plan;
  readonly job: RunningJob;
  /** Id of the image it runs. */
  readonly image: Promise<string>;
  /** The versions of its tools have been read and what is odd about the image has been told, unless that takes longer than it is worth. Never rejects. */
  readonly toolsKnown: Promise<void>;
  /** True once an image has turned out to be used here for the first time, with no lock that pins it. */
  readonly isNewAndUnlocked: () => boolean;
}

interface StartTools
  extends ImageTools, Pick<InventoryTools, 'newId'>, Pick<RunTools, 'clock' | 'interruptions' | 'terminal'> {
  readonly files: Files;
  readonly host: ImageTools['host'] & Pick<Host, 'arch'>;
  readonly toolLists: ToolLists;
  readonly recipes: Recipes;
  readonly masker: Pick<Masker, 'add'>;
  readonly purpose: string | undefined;
  readonly findPlace: FindPlace;
}

/**
 * Starts the container of a plan as soon as `announced`; an image that is not there is got first, one that is locked by its digest. Rejects
 * with IMAGE_UNAVAILABLE, IMAGE_BUILD_FAILED, TOOLCHAIN_DRIFT, TOOLCHAIN_UNLOCKED, and as ContainerEngine.start does.
 */
export async function startContainer(
  planned: Plan,
  { announced, gotImage }: { readonly announced: Promise<unknown>; readonly gotImage: () => Promise<void> },
  tools: StartTools,
): Promise<StartedContainer> {
  const { engine } = tools;
  const permission = announced.then(() => tools.emit({ name: 'engine.found', endpoint: engine.endpoint }));
  const { locked } = planned;
  let plan = planned;
  const checkLocally = async (): Promise<void> => {
    if (plan.local === undefined) return;
    const problem = await checkLocalTools(plan, tools);
    if (problem !== undefined) await tools.emit({ name: 'run.warned', problem });
  };
  const start = (): Promise<RunningJob> => {
    // While the container is being made.
    const approved = Promise.all([permission, requireTools(plan, tools), checkLocally()]);
    approved.catch(() => undefined);
    return startPlan(plan, engine, { ...tools, permission: approved });
  };
  const getImage = async (): Promise<void> => {
    await permission;
    const { variant, pull, mirrors } = plan;
    if (locked === undefined) await ensureWorkspaceImage(plan, { ...tools, variant, pull, mirrors });
    else {
      const { image, workspace } = plan;
      const reference = await ensureLocked({ image, locked, directory: workspace.directory }, { ...tools, pull });
      plan = { ...plan, locked: { ...locked, reference } };
    }
    await gotImage();
  };
  // An image pinned for other platforms could be started, and would not run.
  const isForOthers = locked !== undefined && locked.platforms[`linux/${tools.host.arch ?? ''}`] === undefined;
  const isAsked = plan.pull === 'always' && locked === undefined && plan.recipe === undefined;
  if (isForOthers || isAsked) await getImage();
  const job = await start().catch(async (error: unknown) => {
    if (!isProblem(error) || error.code !== 'IMAGE_UNAVAILABLE' || isForOthers || isAsked) throw error;
    await getImage();
    return start();
  });
  // Only for the record: what the engine cannot say now must not undo what the action has done.
  const running = engine.findImage(plan.locked?.reference ?? plan.image).catch(() => undefined);
  const image = running.then((found) => found?.id ?? UNKNOWN);
  const warned = running.then(async (found) => {
    const moved = await findMoved(plan, found, engine);
    if (moved !== undefined) await tools.emit({ name: 'run.warned', problem: moved });
  });
  let isNew = false;
  const learned = image.then(async (id) => {
    if (id === UNKNOWN) return;
    isNew = locked === undefined && plan.local === undefined && tools.toolLists.find(id) === undefined;
    await learnToolVersions(id, job, tools.toolLists);
  });
  const told = Promise.allSettled([learned, warned]).then(() => undefined);
  const toolsKnown = Promise.race([told, new Promise<void>((resolve) => tools.clock.after(LEARNING_MS, resolve))]);
  return { plan, job, image, toolsKnown, isNewAndUnlocked: () => isNew };
}
