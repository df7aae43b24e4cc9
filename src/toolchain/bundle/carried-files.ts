import type { ResolvedWorkspace } from '../../resolve/index.ts';
import { LOCK_FILE } from '../lock/read-lock.ts';
import type { CarriedWorkspace } from './manifest.ts';
import type { Carrying } from './ports.ts';

/** Beside workspace.poly. */
const OWN_FILES = ['workspace.poly', LOCK_FILE, 'Dockerfile.poly', '.dockerignore', '.gitignore', 'README.md'];

/** Secrets, and what is only of use where it was made. */
const NEVER = [
  /^secrets\.poly/,
  /\.age$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /^kubeconfig(?:\.ya?ml)?$/,
  /\.tfstate(?:\..*)?$/,
  /^\.env$/,
  /^\.git$/,
  /^\.logs$/,
  /^__pycache__$/,
];

/** Of Terraform's working data, what `terraform init` would fetch. */
const FETCHED = ['providers', 'modules'] as const;
const FETCHED_PROVIDER = /^.*\/\.terraform\/providers\/(.+)$/;

/** Below the artifacts; see mirrorOf in plan/environment/terraform.ts. */
const MIRROR = 'mirror/terraform/plugins';

type Carrier = Pick<ResolvedWorkspace, 'settings' | 'inventoryFilename' | 'kubeconfigFilename' | 'blocks'>;

/**
 * What of a workspace travels: what is written in it, its blocks with everything beside them, what
 * `terraform init` has fetched for them, and `further` files.
 */
export function carryingOf(
  { settings, inventoryFilename, kubeconfigFilename, blocks }: Carrier,
  further: readonly string[] = [],
): Carrying {
  const { blocksroot, artifactsroot, logsroot, sshprivatekey } = settings;
  // Called otherwise than everywhere, they are still what they are.
  const named = [sshprivatekey, kubeconfigFilename, logsroot].flatMap((place) =>
    place === undefined ? [] : [place.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')],
  );
  const fetched = blocks.flatMap(({ name }) =>
    FETCHED.map((folder) => `${artifactsroot}/blocks/${name}/.terraform/${folder}`),
  );
  return {
    roots: [...OWN_FILES, ...further, inventoryFilename, blocksroot, ...fetched, `${artifactsroot}/${MIRROR}`],
    isLeftOut: (path) => isLeftOut(path) || named.some((place) => path === place || path.startsWith(`${place}/`)),
    // Terraform links what it takes from a mirror, or from its cache of plugins.
    isSpare: (path) => FETCHED_PROVIDER.test(path),
    // Providers of all blocks go where `terraform init` finds them without a registry.
    placeOf: (path) => path.replace(FETCHED_PROVIDER, `${artifactsroot}/${MIRROR}/$1`),
  };
}

/** True for what a bundle leaves out wherever it is: secrets, states, records. `path` is relative to the workspace. */
function isLeftOut(path: string): boolean {
  const names = path.split('/');
  if (names.some((name) => NEVER.some((pattern) => pattern.test(name)))) return true;
  const below = names[names.lastIndexOf('.terraform') + 1];
  return names.includes('.terraform') && below !== undefined && !FETCHED.some((folder) => folder === below);
}

/** What a person wants to know of these files. */
export function summarize(
  { name, blocks }: Pick<ResolvedWorkspace, 'name' | 'blocks'>,
  paths: readonly string[],
): CarriedWorkspace {
  return {
    name,
    files: paths.length,
    blocks: blocks.map((block) => block.name),
    providers: distinct(paths, /\/mirror\/terraform\/plugins\/([^/]+\/[^/]+\/[^/]+)\/([^/]+)\/([^/]+)\//),
    collections: distinct(paths, /ansible_collections\/([^/]+)\/([^/]+)\/(?:MANIFEST\.json|galaxy\.yml)$/, '.'),
    charts: distinct(paths, /\/charts\/([^/]+)\.tgz$/),
  };
}

/** What a pattern finds in paths: its groups, joined; each once, sorted. */
function distinct(paths: readonly string[], pattern: RegExp, joint = ' '): string[] {
  const found = paths.flatMap((path) => {
    const groups = pattern.exec(path)?.slice(1);
    return groups === undefined ? [] : [groups.join(joint)];
  });
  return [...new Set(found)].sort();
}
