import { isName, NAME_RULE } from '../../names.ts';
import { openQuestions, type Questions } from '../../questions.ts';
import type { Shell } from '../../world.ts';

interface Names {
  readonly name?: string;
  readonly organization?: string;
}

/** Asks a person for the names that are missing. Where nobody can be asked, they stay so. Rejects with INTERRUPTED or PROMPT_UNANSWERED. */
export async function askForNames(
  shell: Shell,
  { name, organization, suggestion }: Names & { readonly suggestion: string },
): Promise<Names> {
  const given = { ...(name === undefined ? {} : { name }), ...(organization === undefined ? {} : { organization }) };
  if (!shell.canAsk || shell.format !== 'human' || (name !== undefined && organization !== undefined)) return given;
  using questions = openQuestions(shell);
  const chosen = name ?? (await askForName(questions, 'Name of the workspace', suggestion)) ?? suggestion;
  const owner = organization ?? (await askForName(questions, 'Name of your organization', 'none'));
  return { name: chosen, ...(owner === undefined ? {} : { organization: owner }) };
}

/** Undefined when the answer is empty. */
async function askForName(questions: Questions, question: string, suggestion: string): Promise<string | undefined> {
  for (;;) {
    const answer = (await questions.ask(question, suggestion)).trim();
    if (answer === '') return undefined;
    if (isName(answer)) return answer;
    questions.tell(`That is not a name: ${NAME_RULE}.`);
  }
}
