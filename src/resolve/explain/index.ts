export { explainBlock, noted } from './block.ts';
export { explain, type Explained, type Source } from './explain.ts';
export { explainWorkspace } from './workspace.ts';
