export { createEngine } from './engine.ts';
export { readRegistrySecrets } from './credentials.ts';
export type { EngineOptions } from './engine.ts';
export { createImageBuilder } from './build/image-builder.ts';
