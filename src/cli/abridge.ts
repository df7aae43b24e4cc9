import { Problem } from '../errors.ts';
import { type Finding, isError } from '../workspace/index.ts';
import type { OutputFormat } from './options.ts';

const MOST_WARNINGS = 3;

/** The warnings among `findings`; where a person would see the same many on every command, the first and how to see the rest. */
export function abridge(findings: readonly Finding[], format: OutputFormat): Problem[] {
  const warnings = findings.filter((finding) => !isError(finding)).map(({ problem }) => problem);
  if (format === 'ndjson' || warnings.length <= MOST_WARNINGS) return warnings;
  const more = `${String(warnings.length - 1)} more warnings about the files of this workspace`;
  return [...warnings.slice(0, 1), new Problem('FINDINGS_OMITTED', more, { hint: 'polycrate validate' })];
}
