export { explainBlock, noted } from './block.ts';
export { explain, type Explained, type Origin, type Source } from './explain.ts';
