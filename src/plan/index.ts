export { planAction } from './plan-action.ts';
export { surveyHost } from './survey.ts';
export type { JobFile, Mount, Plan } from './plan.ts';
export type { ActionRequest } from './request.ts';
export type { Facts, Host } from './facts.ts';
