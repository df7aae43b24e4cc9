export { createEngine } from './engine.ts';
export type { EngineOptions } from './engine.ts';
export { createImageBuilder, type BuilderOptions } from './build/image-builder.ts';
