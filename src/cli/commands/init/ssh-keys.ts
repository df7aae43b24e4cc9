import { makeSshKeys, type FileToLay, type Shell, type SshKeyType } from '../../world.ts';

/** A key pair for `artifacts/secrets/`, or what is there already, which is then left alone: half a pair would be worse than none. */
export async function sshKeyFiles(
  { world, system }: Shell,
  directory: string,
  { type, comment }: { readonly type: SshKeyType; readonly comment: string },
): Promise<FileToLay[]> {
  const path = `artifacts/secrets/id_${type}`;
  if ((await world.files.inspect(`${directory}/${path}`)) !== undefined) return [{ path, contents: '', mode: 0o600 }];
  const { privateKey, publicKey } = await makeSshKeys(type, { comment, env: system.env });
  return [
    { path, contents: privateKey, mode: 0o600 },
    { path: `${path}.pub`, contents: publicKey },
  ];
}
