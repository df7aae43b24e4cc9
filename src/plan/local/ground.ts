import type { ResolvedBlock, ResolvedWorkspace } from '../../resolve/index.ts';
import { join } from '../layout.ts';
import type { ActionRequest } from '../request.ts';

/**
 * The workspace as an action of `request` finds it: without a container the folder itself takes the place of `containerroot`, also in the
 * paths of files that are written with it.
 */
export function groundFor(workspace: ResolvedWorkspace, { local }: Pick<ActionRequest, 'local'>): ResolvedWorkspace {
  if (local !== true) return workspace;
  const { directory, settings } = workspace;
  const root = join(settings.containerroot);
  const move = (file: string): string =>
    file.startsWith(`${root}/`) ? join(directory, `.${file.slice(root.length)}`) : file;
  const { kubeconfigFilename: kubeconfig } = workspace;
  const { sshprivatekey: key } = settings;
  return {
    ...workspace,
    settings: {
      ...settings,
      containerroot: directory,
      ...(key === undefined ? {} : { sshprivatekey: move(key) }),
    },
    inventoryFilename: move(workspace.inventoryFilename),
    ...(kubeconfig === undefined ? {} : { kubeconfigFilename: move(kubeconfig) }),
    blocks: workspace.blocks.map((block) => moveFiles(block, move)),
  };
}

function moveFiles(block: ResolvedBlock, move: (file: string) => string): ResolvedBlock {
  const { inventory, kubeconfig, place } = block;
  // `place` is not enumerable, so the copy would lose it.
  const copy = {
    ...block,
    inventory: { ...inventory, filename: move(inventory.filename), fromPlace: inventory.fromPlace },
    kubeconfig: { ...kubeconfig, filename: move(kubeconfig.filename), fromPlace: kubeconfig.fromPlace },
  };
  return Object.defineProperty(copy, 'place', { value: place });
}
