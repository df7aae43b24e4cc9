import type { ResolvedStep, ResolvedWorkspace } from '../resolve/index.ts';
import type { World } from '../world.ts';
import { stepRequest, type WorkflowRequest, type WorkflowTools } from './perform-step.ts';

/** How many steps ahead containers are made. Two starts overlap on most machines; more would only wait. */
const DEPTH = 2;

/** A world that has the engine get ready for the steps after one as soon as that one's own container is running. */
export type Foresight = (at: number, world: World) => World;

/** Looks ahead in the steps of a workflow; each is foreseen once. */
export function createForesight(
  workspace: ResolvedWorkspace,
  steps: readonly ResolvedStep[],
  request: WorkflowRequest,
  { foresee }: WorkflowTools,
): Foresight {
  let foreseen = 0;
  const lookAhead = (at: number, world: World): void => {
    for (let next = Math.max(at, foreseen) + 1; next <= at + DEPTH && next < steps.length; next += 1) {
      foreseen = next;
      const step = steps[next];
      if (step === undefined || step.when === 'failure') continue;
      void foresee(workspace, stepRequest(step, request, world.newId()), world);
    }
  };
  return (at, world) => ({
    ...world,
    emit(event) {
      if (event.name === 'container.started') lookAhead(at, world);
      return world.emit(event);
    },
  });
}
