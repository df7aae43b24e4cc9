import { Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { type Files, type Finding, warning } from '../workspace/index.ts';
import { findWrittenPlaces, isSecret } from './written-places.ts';

/** VALUE_INVALID, a warning, for `args` of steps that are written as one text with several options in it: to the command they are one word. */
export async function checkSteps(workspace: ResolvedWorkspace, files: Files): Promise<Finding[]> {
  const places = findWrittenPlaces(workspace, files);
  const found = workspace.workflows.flatMap((workflow) =>
    workflow.steps.map(async (step): Promise<Finding[]> => {
      const [text = '', ...others] = step.args;
      if (others.length > 0 || !/^-\S*\s+\S/.test(text.trim())) return [];
      const place = await places.inWorkspace(['workflows', workflow.name, 'steps', step.name, 'args'], text);
      // As an item of a list it was meant as one.
      if (place === undefined) return [];
      const message = `the "args" of step "${step.name}" are one argument, with blanks in it`;
      const words = wordsOf(text).map((word) => JSON.stringify(word));
      const hint = isSecret(place) ? 'write a list, one item for each argument' : `write args: [${words.join(', ')}]`;
      return [warning(new Problem('VALUE_INVALID', message, { hint, places: [place] }))];
    }),
  );
  return (await Promise.all(found)).flat();
}

/** The words a shell would make of a text without variables. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_quoted, double?: string, single?: string) => double ?? single ?? ''),
  );
}
