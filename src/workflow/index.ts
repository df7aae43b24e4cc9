export { performWorkflow, type WorkflowRequest } from './perform-workflow.ts';
