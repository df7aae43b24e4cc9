export { startCopied } from './start-copied.ts';
