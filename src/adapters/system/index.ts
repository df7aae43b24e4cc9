export { showRevision } from './show-revision.ts';
export { agentAnswers } from './agent.ts';
export { createClock } from './clock.ts';
export { watchCrashes } from './crashes.ts';
export { readHost } from './host.ts';
export { createInterruptions } from './interruptions.ts';
export { newId } from './new-id.ts';
export { makeSshKeys, type SshKeyType } from './ssh-keygen.ts';
export { createTerminal } from './terminal.ts';
