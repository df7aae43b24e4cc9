export type { Difference } from './difference.ts';
export { findDifferences } from './find-differences.ts';
export { RULES, type Effect, type RuleName } from './rules.ts';
