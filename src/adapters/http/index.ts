export { listModuleVersions } from './module-versions.ts';
export { createPost } from './post.ts';
