import type { ProblemCode } from '../errors.ts';
import { type Finding, isError, isStandIn, type WrittenWorkspace } from '../workspace/index.ts';

/** Told only because something in the same file was taken out. */
const HOLLOW: readonly ProblemCode[] = ['ACTION_EMPTY', 'ACTION_AMBIGUOUS', 'NAME_DUPLICATE', 'KEY_MISSING'];
/** Told only because it is not known which folder a block has. */
const FOLDERLESS: readonly ProblemCode[] = ['PLAYBOOK_MISSING', 'SCRIPT_MISSING'];

/** `findings` without those that are there only because a wrong value was taken out, or a file cannot be read, which has been told already. */
export function withoutEchoes(findings: readonly Finding[], written: WrittenWorkspace): Finding[] {
  const { findings: before, textOf } = written;
  // A key nobody knows was meant to be another one; nothing else that can be tolerated takes anything away.
  const errors = before
    .filter((each) => isError(each) && (each.isTolerable !== true || each.problem.code === 'KEY_UNKNOWN'))
    .map(({ problem }) => problem);
  const fileOf = ({ places }: Finding['problem']) => places[0]?.file;
  const broken = new Set(errors.map(fileOf));
  const touched = new Set(errors.flatMap(({ places }) => places.map((place) => place.file)));
  // Where two things have one name everything else is as it is written.
  const hollow = new Set(errors.filter(({ code }) => code !== 'NAME_DUPLICATE').map(fileOf));
  const definitions = [...broken].map((file) => definitionsIn(file === undefined ? undefined : textOf(file)));
  // One of two things of the same name was meant to have another one, and what lacks its name may have any.
  const isOpen = errors.some(({ code }) => code === 'NAME_DUPLICATE') || hasNameless(written);
  const mayDefine = (name: string) =>
    isOpen || isStandIn(name) || definitions.some((words) => words === undefined || words.has(name));
  return findings.filter(({ severity, problem, about }) => {
    if (about !== undefined && mayDefine(about)) return false;
    if (problem.code === 'ARTIFACT_MISSING' && broken.size > 0) return false;
    if (FOLDERLESS.includes(problem.code) && touched.has(fileOf(problem) ?? '')) return false;
    const isHollow = HOLLOW.includes(problem.code) || (severity === 'warning' && problem.code === 'VALUE_INVALID');
    return !(isHollow && hollow.has(fileOf(problem)));
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

/** Keys whose values only refer to what is defined elsewhere. */
const REFERENCE = /\b(?:block|action|from)["']?\s*:\s*(?:"[^"\n]*"|'[^'\n]*'|\[[^\]\n]*\]|[^\s,}\]]+)/g;

/** The words of a text without what plainly refers to other things: they may define names, however that is written. Undefined where it may define any. */
function definitionsIn(text: string | undefined): ReadonlySet<string> | undefined {
  if (text?.includes('name') !== true) return undefined;
  return new Set(text.replaceAll(REFERENCE, '').match(/[\w/.:-]*[\w/-]/g));
}

function hasNameless({ main, secrets, blocks }: WrittenWorkspace): boolean {
  const all = [...blocks.map(({ value }) => value), ...(main.value.blocks ?? []), ...(secrets?.value.blocks ?? [])];
  return all.some(({ name, actions = [] }) => isStandIn(name) || actions.some((action) => isStandIn(action.name)));
}
