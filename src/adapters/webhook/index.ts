export { createPost } from './post.ts';
