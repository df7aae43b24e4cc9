export { performWorkflow } from './perform-workflow.ts';
