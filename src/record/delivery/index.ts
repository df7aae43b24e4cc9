export { deliverRecord } from './deliver.ts';
export type { Post, PostAnswer, PostRequest } from './ports.ts';
