export { blockAsWritten, explainBlock, noted } from './block.ts';
export { explain, type Explained, type Source } from './explain.ts';
export { explainWorkspace, workspaceAsWritten } from './workspace.ts';
