export { planAction } from './plan-action.ts';
export { surveyHost } from './survey.ts';
export { JOB_ROOT, type JobFile, type Mount, type Plan } from './plan.ts';
export type { ActionRequest } from './request.ts';
export type { Facts, Host, Surroundings } from './facts.ts';
