import { join } from 'node:path';
import { below, placeOfSpot, textOf } from './spot.ts';
import type { Difference } from './difference.ts';
import { effective } from './old-blocks.ts';
import type { OldWorkspace } from './old-workspace.ts';
import { kubeconfigPlaces, namesKey } from './find-settings.ts';

const OLD_KUBECONFIG = 'blocks/k8s/kubeconfig.yml';

/** What files and folders of the workspace, rather than their contents, meant there. */
export async function findPlaces(workspace: OldWorkspace): Promise<Difference[]> {
  const found = await Promise.all([
    kubeconfigs(workspace),
    keys(workspace),
    hostKeys(workspace),
    recipe(workspace),
    records(workspace),
  ]);
  return found.flat();
}

async function kubeconfigs(workspace: OldWorkspace): Promise<Difference[]> {
  const { folder, blocks, roots, has } = workspace;
  const artifactOf = (name: string, file: string) => `${roots.artifactsroot}/blocks/${name}/${file}`;
  const inWorkspace = await Promise.all(kubeconfigPlaces(workspace).map(has));
  if (inWorkspace.includes(true) || textOf(below(workspace.top, 'kubeconfig', 'filename')) !== undefined) return [];

  const k8s = blocks.find(({ name }) => name === 'k8s');
  const shared = `${roots.artifactsroot}/${OLD_KUBECONFIG}`;
  const isThere = await has(shared);
  const isUsed = blocks.some((block) => block.name !== 'k8s' && effective(block, 'kubeconfig', 'from') === undefined);
  if (isUsed && (k8s !== undefined || isThere)) {
    const place =
      k8s === undefined ? topPlace(join(folder, shared)) : placeOfSpot(below(k8s.layers[0], 'name') ?? k8s.layers[0]);
    const edit = `kubeconfig: { filename: ${shared} } in workspace.poly`;
    return [{ rule: 'kubeconfig', place, found: k8s === undefined ? shared : 'block "k8s"', edit }];
  }

  const inherited = blocks.map(async (block): Promise<Difference[]> => {
    const fileOf = (each: typeof block) => textOf(effective(each, 'kubeconfig', 'filename')) ?? 'kubeconfig.yml';
    if (block.chain.length === 0 || effective(block, 'kubeconfig', 'from') !== undefined) return [];
    if (await has(artifactOf(block.name, fileOf(block)))) return [];
    for (const parent of block.chain) {
      if (!(await has(artifactOf(parent.name, fileOf(parent))))) continue;
      const edit = `kubeconfig: { from: ${parent.name} } in block "${block.name}"`;
      return [
        { rule: 'kubeconfig', place: placeOfSpot(block.from ?? block.layers[0]), found: `from: ${parent.name}`, edit },
      ];
    }
    return [];
  });
  return (await Promise.all(inherited)).flat();
}

async function keys(workspace: OldWorkspace): Promise<Difference[]> {
  const { folder, roots, has } = workspace;
  if (namesKey(workspace) || !(await has('id_rsa'))) return [];
  const place = topPlace(join(folder, 'id_rsa'));
  const nearer = [`${roots.artifactsroot}/secrets/id_ed25519`, `${roots.artifactsroot}/secrets/id_rsa`];
  for (const path of nearer) {
    if (!(await has(path))) continue;
    return [{ rule: 'ssh-key', place, found: `id_rsa and ${path}`, edit: 'config: { sshprivatekey: id_rsa }' }];
  }
  const edit = `none; better, mkdir -p ${roots.artifactsroot}/secrets && mv id_rsa id_rsa.pub ${roots.artifactsroot}/secrets/, kept out of git`;
  return [{ rule: 'old-places', place, found: 'id_rsa', edit }];
}

/** Only an inventory with hosts that are reached by SSH has to do with their keys. */
async function hostKeys({ top, blocks, roots, read }: OldWorkspace): Promise<Difference[]> {
  if (textOf(below(top, 'config', 'ssh', 'strict')) !== undefined) return [];
  const own = textOf(below(top, 'inventory', 'filename')) ?? 'inventory.yml';
  const paths = [own, ...blocks.map(({ name }) => `${roots.artifactsroot}/blocks/${name}/inventory.yml`)];
  for (const path of paths) {
    const file = /\.ya?ml$/.test(path) ? await read(path) : undefined;
    const match = file === undefined ? null : /\bansible_(?:ssh_)?host\b[^\n]*/.exec(file.text);
    if (file === undefined || match === null) continue;
    const place = file.placeAt(match.index, match[0].length);
    return [
      {
        rule: 'host-keys',
        place,
        found: match[0],
        edit: 'config: { ssh: { strict: "off" } }',
      },
    ];
  }
  return [];
}

async function recipe({ top, read }: OldWorkspace): Promise<Difference[]> {
  const file = await read(textOf(below(top, 'config', 'dockerfile')) ?? 'Dockerfile.poly');
  const match = file === undefined ? null : OTHER_BASE.exec(file.text);
  if (file === undefined || match === null) return [];
  const edit = 'ARG TOOLCHAIN, and below it FROM $TOOLCHAIN';
  return [{ rule: 'recipe', place: file.placeAt(match.index, match[0].length), found: match[0], edit }];
}

/** A recipe that starts from the other project's image. */
const OTHER_BASE = /^FROM +\S*ayedo\S*\/polycrate\b\S*/im;

async function records({ folder, roots, listed, has }: OldWorkspace): Promise<Difference[]> {
  const found: Difference[] = [];
  if (listed.has('history.log')) {
    found.push({
      rule: 'old-places',
      place: topPlace(join(folder, 'history.log')),
      found: 'history.log',
      edit: 'none; read it as a file',
    });
  }
  const years = await Promise.all(YEARS.map(async (year) => ((await has(`${roots.logsroot}/${year}`)) ? [year] : [])));
  const [year] = years.flat();
  if (year === undefined) return found;
  const path = `${roots.logsroot}/${year}`;
  const edit = 'none; polycrate logs lists them after the new ones';
  return [...found, { rule: 'old-places', place: topPlace(join(folder, path)), found: `records below ${path}`, edit }];
}

/** The years in which there could be records of the older layout, `.logs/YYYY/MM/DD`. */
const YEARS = Array.from({ length: 9 }, (_, at) => String(2021 + at));

function topPlace(file: string): { readonly file: string; readonly line: number; readonly column: number } {
  return { file, line: 1, column: 1 };
}
