import type { FileToLay } from '../../world.ts';

const IGNORED = `# What must not be committed in plain text, and what changes with every run
secrets.poly
artifacts/secrets/
artifacts/blocks/**/kubeconfig.yml
id_rsa
.logs/.lock
.terraform/
`;

/** The `.gitignore` of a workspace. One that is there already gets the lines it lacks: secrets must be ignored in an older repository, too. */
export const ignoreSecrets: FileToLay = {
  path: '.gitignore',
  contents: IGNORED,
  amend(existing) {
    const known = new Set(existing.split(/\r?\n/));
    const missing = IGNORED.split('\n').filter((line) => line !== '' && !known.has(line));
    if (missing.every((line) => line.startsWith('#'))) return existing;
    return `${existing.replace(/\n*$/, '\n')}\n${missing.join('\n')}\n`;
  },
};
