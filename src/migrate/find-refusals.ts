import { isProblem, type Problem } from '../errors.ts';
import { checkWorkspace } from '../resolve/index.ts';
import { loadWorkspace, type Files } from '../workspace/index.ts';
import { shorten, type Difference } from './difference.ts';

/** Every error of the loader about the workspace in `folder`: what it refuses was perhaps accepted there. */
export async function findRefusals(folder: string, files: Files): Promise<Difference[]> {
  try {
    const { findings } = checkWorkspace(await loadWorkspace(folder, files, { exact: true }), { version: '0.0.0' });
    return findings.filter(({ severity }) => severity === 'error').map(({ problem }) => refusal(problem, folder));
  } catch (error) {
    if (!isProblem(error)) throw error;
    return [error, ...error.others].map((problem) => refusal(problem, folder));
  }
}

function refusal({ code, message, hint, places }: Problem, folder: string): Difference {
  const [place = { file: folder, line: 1, column: 1 }] = places;
  return {
    rule: 'refused',
    place,
    found: `${code}: ${shorten(message)}`,
    edit: hint ?? 'polycrate validate tells more',
  };
}
