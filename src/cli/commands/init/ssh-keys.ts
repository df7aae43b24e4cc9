import { Problem } from '../../../errors.ts';
import { makeSshKeys, type FileToLay, type Shell, type SshKeyType } from '../../world.ts';

const FOLDER = 'artifacts/secrets';

/**
 * A key pair for `artifacts/secrets/`, or what is there already of one, which is then left alone: halves of two pairs would be worse than none.
 * Rejects with TOOL_MISSING.
 */
export async function sshKeyFiles(
  { world, system }: Shell,
  directory: string,
  { type, comment }: { readonly type: SshKeyType; readonly comment: string },
): Promise<FileToLay[]> {
  const names = [`id_${type}`, `id_${type}.pub`] as const;
  // A list names links that lead nowhere, too.
  const listed = await world.files.list(`${directory}/${FOLDER}`);
  const there = names.filter((name) => listed.some((entry) => entry.name === name));
  if (there.length > 0) return there.map((name) => layOnly(name, { contents: '', isThere: true }));
  const { privateKey, publicKey } = await makeSshKeys(type, { comment, env: system.env });
  return [
    { ...layOnly(names[0], { contents: privateKey, isThere: false }), mode: 0o600 },
    layOnly(names[1], { contents: publicKey, isThere: false }),
  ];
}

/** Refused unless all is as it was found, so that two commands at once cannot make a pair of two halves. */
function layOnly(
  name: string,
  { contents, isThere }: { readonly contents: string; readonly isThere: boolean },
): FileToLay {
  const path = `${FOLDER}/${name}`;
  return {
    path,
    contents,
    refuse: (found) =>
      (found !== 'nothing') === isThere
        ? undefined
        : new Problem('WORKSPACE_LOCKED', `another command is working on ${path} at the same time`, {
            hint: 'try again when it has ended',
          }),
  };
}
