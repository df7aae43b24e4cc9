export { planAction } from './plan-action.ts';
export { caBundle } from './environment/network.ts';
export { surveyHost } from './survey.ts';
export type { JobFile, Mount, Plan } from './plan.ts';
export { commandLineOf, type ActionRequest } from './request.ts';
export type { Facts, Host } from './facts.ts';
export { imageOf } from './image.ts';
