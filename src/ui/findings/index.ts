export { type FindingsFormat, type FindingsLook, presentFindings } from './present.ts';
export type { FindingsReport } from './report.ts';
