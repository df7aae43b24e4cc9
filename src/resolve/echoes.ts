import type { ProblemCode } from '../errors.ts';
import { type Finding, isError, type WrittenWorkspace } from '../workspace/index.ts';

/** Told only because names are missing. */
const NAMELESS: readonly ProblemCode[] = [
  ...(['BLOCK_UNKNOWN', 'BLOCK_NOT_INSTALLED', 'ACTION_UNKNOWN'] as const),
  ...(['ARTIFACT_MISSING', 'PLAYBOOK_MISSING', 'SCRIPT_MISSING'] as const),
];
/** Told only because something in the same file was taken out. */
const HOLLOW: readonly ProblemCode[] = ['ACTION_EMPTY', 'ACTION_AMBIGUOUS', 'ENV_INVALID', 'NAME_DUPLICATE'];
/** A misspelling of one of these hides names. */
const MISSPELT = /^did you mean "(?:name|alias|from|blocks|actions)"\?$/;

/** `findings` without those that are there only because a wrong value was taken out, or a file cannot be read, which has been told already. */
export function withoutEchoes(
  findings: readonly Finding[],
  { findings: before, lacksNames }: Pick<WrittenWorkspace, 'findings' | 'lacksNames'>,
): Finding[] {
  const errors = before.filter(isError).map(({ problem }) => problem);
  const broken = new Set(errors.map(({ places }) => places[0]?.file));
  // One of two things of the same name was meant to have another one.
  const isNameless =
    lacksNames ||
    errors.some(({ code, hint = '' }) => code === 'NAME_DUPLICATE' || (code === 'KEY_UNKNOWN' && MISSPELT.test(hint)));
  return findings.filter(({ severity, problem: { code, places } }) => {
    if (isNameless && NAMELESS.includes(code)) return false;
    const isHollow = HOLLOW.includes(code) || (severity === 'warning' && code === 'VALUE_INVALID');
    return !(isHollow && broken.has(places[0]?.file));
  });
}

/** `findings` with each only once: what is inherited is found fault with in every heir. */
export function once(findings: readonly Finding[]): Finding[] {
  const byText = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, message, places } = finding.problem;
    const key = [code, message, places[0]?.file, places[0]?.line, places[0]?.column].join('\n');
    if (!byText.has(key)) byText.set(key, finding);
  }
  return [...byText.values()];
}
