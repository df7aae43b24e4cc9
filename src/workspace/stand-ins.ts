import { Problem } from '../errors.ts';

const NAMED = /(\w+) "\(nameless [^"]*? \d+\)"/g;
const BARE = /"?\(nameless [^"]*? \d+\)"?/g;

/** A name for the `count`th thing of a file that lacks one: nobody writes it, and no other file has it. */
export function makeStandIn(file: string, count: number): string {
  return `(nameless ${file} ${String(count)})`;
}

/** True for such a name. */
export function isStandIn(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('(nameless ');
}

/** `problem` without such names: nobody would know what they mean. */
export function withoutStandIns(problem: Problem): Problem {
  const { code, message, hint, places, cause, others } = problem;
  if (!`${message}${hint ?? ''}`.includes('(nameless ')) return problem;
  const told = hint === undefined ? {} : { hint: reword(hint) };
  return new Problem(code, reword(message), { ...told, places, cause, others });
}

function reword(text: string): string {
  return text.replaceAll(NAMED, 'this $1').replaceAll(BARE, 'one without a name');
}
