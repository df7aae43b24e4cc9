export { findAction, findBlock, findWorkflow } from './find.ts';
export { parseDuration } from './duration.ts';
export { resolveWorkspace } from './resolve.ts';
export type {
  Data,
  DataMap,
  ResolvedAction,
  ResolvedBlock,
  ResolvedStep,
  ResolvedWorkflow,
  ResolvedWorkspace,
} from './resolved.ts';
