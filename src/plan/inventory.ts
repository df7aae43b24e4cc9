import { findBlock, type ResolvedBlock, type ResolvedWorkspace } from '../resolve/index.ts';
import { jobRoot, type Facts, type Host } from './facts.ts';
import { layoutOf } from './layout.ts';
import type { JobFile } from './plan.ts';
import { fileOnHost } from './reach.ts';
import { requireArtifact } from './artifact.ts';

/** What Ansible gets where the workspace has no inventory at all: this container, no ssh. */
const LOCALHOST = {
  all: {
    hosts: { localhost: { ansible_connection: 'local', ansible_python_interpreter: '{{ ansible_playbook_python }}' } },
  },
};

export interface ChosenInventory {
  /** Path inside the container. */
  readonly path: string;
  readonly files: readonly JobFile[];
}

/** Host paths that decide which inventory is taken. */
export function inventoryCandidates(workspace: ResolvedWorkspace, block: ResolvedBlock, { home }: Host): string[] {
  const source = block.inventory.from === undefined ? block : findBlock(workspace, block.inventory.from);
  const artifact = [...layoutOf(workspace).artifacts(source.name), source.inventory.filename];
  return [artifact, [workspace.inventoryFilename]].flatMap((parts) => fileOnHost(workspace, home, ...parts) ?? []);
}

/**
 * The inventory of a block: `inventory.from`'s artifact → its own artifact → the workspace's → localhost.
 * Throws ARTIFACT_MISSING when `from` names a block whose inventory is not there yet.
 */
export function chooseInventory(workspace: ResolvedWorkspace, block: ResolvedBlock, facts: Facts): ChosenInventory {
  const layout = layoutOf(workspace);
  const { from, fromPlace } = block.inventory;
  const source = from === undefined ? block : findBlock(workspace, from);
  const artifact = [...layout.artifacts(source.name), source.inventory.filename];
  const isThere = (...parts: string[]) => facts.present.has(fileOnHost(workspace, facts.host.home, ...parts) ?? '');
  if (isThere(...artifact)) return { path: layout.container(...artifact), files: [] };
  if (from !== undefined) {
    throw requireArtifact({ what: 'inventory', wanted: block, source, file: artifact.join('/'), place: fromPlace });
  }
  if (isThere(workspace.inventoryFilename)) {
    return { path: layout.container(workspace.inventoryFilename), files: [] };
  }
  const path = 'localhost.yml';
  return { path: `${jobRoot(facts)}/${path}`, files: [{ path, contents: JSON.stringify(LOCALHOST), mode: 0o644 }] };
}
