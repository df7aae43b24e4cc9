import { Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import { type Files, type Finding, nearest, warning } from '../workspace/index.ts';
import { requirementsOf } from './requirements.ts';
import { findWrittenPlaces } from './written-places.ts';

/** What images/toolchain/bin/write-inventory asks for, so what the inventory of polycrate's own image can name. */
export const TOOLS = [
  ...([
    'ansible-core',
    'awscli',
    'azure-cli',
    'curl',
    'docker-buildx',
    'docker-cli',
    'docker-compose',
    'git',
    'helm',
    'jq',
  ] as const),
  ...(['kubectl', 'openssh', 'opentofu', 'python', 'rsync', 'sshpass', 'terraform', 'tini', 'yq'] as const),
] as const;

/**
 * Warnings (VALUE_INVALID) about tools that are required and that polycrate's own image does not name. An image that somebody chose may
 * name others: there only what looks like a slip is told.
 */
export async function findUnknownTools(workspace: ResolvedWorkspace, files: Files): Promise<Finding[]> {
  const places = findWrittenPlaces(workspace, files);
  const seen = new Set<string>();
  const found = workspace.blocks.flatMap((block) => {
    const { requires = [] } = requirementsOf(workspace, block);
    return requires.flatMap(({ tool, range, block: owner }) => {
      const meant = nearest(tool, TOOLS);
      const isKnown = (TOOLS as readonly string[]).includes(tool);
      const key = `${owner ?? ''} ${tool}`;
      if (isKnown || seen.has(key) || (workspace.choosesImage === true && meant === undefined)) return [];
      seen.add(key);
      const place =
        owner === undefined
          ? places.inWorkspace(['config', 'toolchain', 'require', tool], range)
          : places.inBlock(block, ['toolchain', 'require', tool], range);
      return [
        place.then((where) =>
          warning(
            new Problem('VALUE_INVALID', `"${tool}" is no tool of polycrate's own image`, {
              hint: meant === undefined ? `it has ${TOOLS.join(', ')}` : `did you mean "${meant}"?`,
              places: where === undefined ? [] : [where],
            }),
          ),
        ),
      ];
    });
  });
  return Promise.all(found);
}
