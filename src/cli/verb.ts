import type { Command } from 'commander';

/** Runs a command's code, which is loaded only now; its answer becomes the exit status. */
export type Verb = (perform: () => Promise<number>, command: Command) => Promise<void>;
