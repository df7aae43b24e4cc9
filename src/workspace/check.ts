import { Problem } from '../errors.ts';
import type { Breach, Validator } from '../schema/generated/validators.js';
import { type FileKind, tellBreach } from './breaches.ts';
import { error, type Finding, isError, MOST_TOLD, warning } from './findings.ts';
import { mendValue, patchValue } from './mend.ts';
import { placeOf } from './places.ts';
import type { SourceFile } from './written.ts';

export interface Checked {
  /** One for each wrong value. */
  readonly findings: readonly Finding[];
  /** True when the value now obeys the schema, wrong values taken out, so that what the rest refers to can be checked as well. */
  readonly isUsable: boolean;
}

/**
 * Holds the value of a file against its schema. Keys left empty (`config:` with nothing below) are taken out of the value, as if
 * they had not been written, and a value of the wrong type that can only mean one thing is put right, with a warning. A secrets
 * file only adds to what is written elsewhere: of required keys it needs just the names of its list items.
 */
export function checkFile(file: SourceFile<unknown>, validate: Validator, kind: FileKind): Checked {
  if (validate(file.value)) return SOUND;
  const mended = mendValue(file, validate.errors ?? []);
  if (validate(file.value)) return { ...SOUND, findings: mended };
  const breaches = validate.errors ?? [];
  const findings = [
    ...mended,
    ...breaches.slice(0, MOST_TOLD).flatMap((breach) => tellBreach(file, breach, kind)),
    ...leaveOut(file, breaches.slice(MOST_TOLD)),
  ];
  if (!findings.some(isError)) return { ...SOUND, findings };
  return { findings, isUsable: breaches.length <= MOST_TOLD && patchValue(file, validate, kind) };
}

const SOUND: Checked = { findings: [], isUsable: true };

function leaveOut(file: SourceFile<unknown>, breaches: readonly Breach[]): Finding[] {
  if (breaches.length === 0) return [];
  const details = { hint: 'mend the others first', places: [placeOf(file, [], 'value')] };
  const message = `${String(breaches.length)} more findings in this file are left out`;
  const problem = new Problem('VALUE_INVALID', message, details);
  return [breaches.every(({ keyword }) => keyword === 'additionalProperties') ? warning(problem) : error(problem)];
}
