/** The text of a file in `folder` as git has it at `revision`; undefined where git, the revision or the file is not there. Never rejects. */
export async function showRevision(folder: string, revision: string, file: string): Promise<string | undefined> {
  // An option is no revision.
  if (revision.startsWith('-')) return undefined;
  return new Promise((resolve) => {
    const args = ['-C', folder, 'show', '--no-textconv', `${revision}:./${file}`];
    // Not imported: see terminal.ts.
    const { execFile } = process.getBuiltinModule('node:child_process');
    execFile('git', args, { encoding: 'utf8', maxBuffer: 10_000_000 }, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}
