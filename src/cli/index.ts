export { runCommandLine } from './command-line.ts';
export type { System } from './system.ts';
