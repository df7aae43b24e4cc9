import { type Place, Problem } from '../errors.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { error, type Finding, placeOf, type SourceFile } from '../workspace/index.ts';

/** What a shell can export. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** ENV_INVALID for entries of `extraenv` that are not KEY=value, and of nothing but a KEY. */
export function findOddVariables(file: SourceFile<WorkspaceFile>): Finding[] {
  return (file.value.extraenv ?? []).flatMap((entry, index) => {
    const [name = ''] = entry.split('=', 1);
    if (NAME.test(name)) return [];
    const place = placeOf(file, ['extraenv', index], 'value');
    return [oddVariable(file.confidential ? undefined : name, entry.includes('=') ? 'KEY=value' : undefined, place)];
  });
}

/** ENV_INVALID for names in the `env` of an action that a shell cannot export. */
export function findOddNames(
  env: Readonly<Record<string, unknown>> | undefined,
  findPlace: (name: string) => Place | undefined,
): Finding[] {
  if (env === undefined) return [];
  return Object.keys(env).flatMap((name) =>
    NAME.test(name) ? [] : [oddVariable(name, 'KEY: value', findPlace(name))],
  );
}

/** `name` is undefined where it may be a secret, `form` where nothing shows which part is the name. */
function oddVariable(name: string | undefined, form: string | undefined, place: Place | undefined): Finding {
  const suggestion = name
    ?.trim()
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^(?=[0-9])/, '_');
  const isUsable = suggestion !== undefined && form !== undefined && /[A-Za-z0-9]/.test(suggestion);
  const subject = name === undefined ? 'what stands here' : `"${name}"`;
  return error(
    new Problem('ENV_INVALID', `${subject} cannot be the name of an environment variable`, {
      hint: isUsable
        ? `rename it ${suggestion}: a name has letters, digits and _, and does not begin with a digit`
        : `write ${form ?? 'KEY=value'}; a name has letters, digits and _, and does not begin with a digit`,
      places: place === undefined ? [] : [place],
    }),
  );
}
