export { exportRecording } from './export-recording.ts';
export { type ExportFormat } from './formats.ts';
export { loadRecording, type Recording, type Section } from './recording.ts';
export { outcomeOf, replayEvents } from './replay.ts';
