export { checkFiles } from './check-files.ts';
export { planAction } from './plan-action.ts';
export { caBundle } from './environment/network.ts';
export { sshKeyCandidates } from './environment/ssh.ts';
export { surveyHost } from './survey.ts';
export type { ContainerLimits } from './limits.ts';
export type { JobFile, Mount, Plan, Requirement } from './plan.ts';
export { addByHand, type ByHand } from './by-hand.ts';
export { commandLineOf, type ActionRequest } from './request.ts';
export type { Facts, Host } from './facts.ts';
export { imageOf } from './image.ts';
export { mirrorArguments } from './mirrors.ts';
export {
  type ContextEntry,
  type OpenRecipe,
  type RecipePlace,
  type Recipes,
  type RecipeStep,
  surveyImage,
  type WorkspaceImage,
  type WorkspaceRecipe,
} from './recipe/index.ts';
export { parseEnvironment } from './environment/entries.ts';
export { upperSnake } from './environment/flatten.ts';
export { placesOfRequirements } from './requirements.ts';
export { parseMounts } from './mounts.ts';
export { blockData, workspaceData } from './snapshot.ts';
