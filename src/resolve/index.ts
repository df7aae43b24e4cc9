export { findElsewhere } from './elsewhere.ts';
export { explainSettings, resolveSettings } from './settings.ts';
export { variantOf } from './variant.ts';
export { checkConfigs } from './configs.ts';
export { findAction, findBlock, findBlockToRun, findWorkflow, placeOfAction } from './find.ts';
export { blockAsWritten, explainBlock, type Explained, explainWorkspace, workspaceAsWritten } from './explain/index.ts';
export { parseDuration } from './duration.ts';
export { createLocation } from './layers.ts';
export { withoutEchoes } from './echoes.ts';
export { type CheckedWorkspace, checkWorkspace, resolveWorkspace } from './resolve.ts';
export type {
  Data,
  DataMap,
  ResolvedAction,
  ResolvedBlock,
  ResolvedStep,
  ResolvedWorkflow,
  ResolvedWorkspace,
  Retry,
} from './resolved.ts';
export type { WebhookSettings } from './webhook.ts';
