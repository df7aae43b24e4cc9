import type { Place } from '../errors.ts';
import { shorten, type Difference } from './difference.ts';
import { actionsOf, scriptOf } from './old-blocks.ts';
import type { OldWorkspace } from './old-workspace.ts';
import { placeOfPart, textOf } from './spot.ts';

const IN_PLAYBOOKS =
  /\b(workspace|block)(?:(?:\.|\[['"])(workdir|artifacts|inventory|kubeconfig)(?:['"]\])?)?(?:\.|\[['"])(path|localpath|containerpath)\b(?:['"]\])?/g;
const IN_SCRIPTS =
  /\$\{?(WORKSPACE|BLOCK)(?:_(WORKDIR|ARTIFACTS|INVENTORY|KUBECONFIG))?_(PATH|LOCALPATH|CONTAINERPATH)\b\}?/g;

/** What playbooks and scripts read of paths that the snapshot here does not have. */
export function findSnapshot({ blocks, texts }: OldWorkspace): Difference[] {
  const inFiles = texts.flatMap((file) =>
    read(file.text, file.kind === 'script' ? IN_SCRIPTS : IN_PLAYBOOKS, (whole, at) => file.placeAt(at, whole.length)),
  );
  const inScripts = blocks
    .flatMap(actionsOf)
    .flatMap(scriptOf)
    .flatMap((item) => read(textOf(item) ?? '', IN_SCRIPTS, (whole) => placeOfPart(item, whole).place));
  return [...inFiles, ...inScripts];
}

function read(text: string, pattern: RegExp, placeOf: (whole: string, at: number) => Place): Difference[] {
  return [...text.matchAll(pattern)].flatMap((match): Difference[] => {
    const [whole, owner = '', part = '', path = ''] = match;
    const edit = replacement(owner, part, path);
    return edit === undefined
      ? []
      : [{ rule: 'snapshot-path', place: placeOf(whole, match.index), found: shorten(whole), edit }];
  });
}

const FILES: Readonly<Record<string, string>> = { inventory: 'ANSIBLE_INVENTORY', kubeconfig: 'KUBECONFIG' };

/** The name to read instead, undefined for one that is here too. In capitals, all are variables. */
function replacement(owner: string, part: string, path: string): string | undefined {
  const isVariable = owner === owner.toUpperCase();
  const file = FILES[part.toLowerCase()];
  if (file !== undefined) return isVariable ? `$${file}` : `lookup('env', '${file}')`;
  if (path.toLowerCase() === 'path') return undefined;
  // A workspace had no such folders of its own.
  if (owner.toLowerCase() === 'workspace' && part !== '') return undefined;
  if (owner.toLowerCase() === 'block' && part === '') return undefined;
  const keys = [owner, part, isVariable ? 'PATH' : 'path'].filter((key) => key !== '');
  const name = isVariable ? `$${keys.join('_')}` : keys.join('.');
  return path.toLowerCase() === 'localpath' ? `${name} (nothing holds the path on the host)` : name;
}
