import type { Files } from '../workspace/index.ts';
import type { Difference } from './difference.ts';
import { findContainer } from './find-container.ts';
import { findEmpty } from './find-empty.ts';
import { findInheritance } from './find-inheritance.ts';
import { findKeys } from './find-keys.ts';
import { findPlaces } from './find-places.ts';
import { findRefusals } from './find-refusals.ts';
import { findScripts } from './find-scripts.ts';
import { findSettings } from './find-settings.ts';
import { findTemplates } from './find-templates.ts';
import { findYaml } from './find-yaml.ts';
import { readOldWorkspace } from './old-workspace.ts';
import { RULES } from './rules.ts';

/**
 * Everything the workspace in or around `directory` relies on that the existing tool did in another way, sorted by place. Only
 * reads files, also of a workspace that does not load. Rejects with WORKSPACE_NOT_FOUND.
 */
export async function findDifferences(
  directory: string,
  files: Files,
  options: { readonly exact: boolean },
): Promise<{ readonly folder: string; readonly differences: readonly Difference[] }> {
  const workspace = await readOldWorkspace(directory, files, options);
  const [refusals, ...outside] = await Promise.all([
    findRefusals(workspace.folder, files),
    findSettings(workspace),
    findPlaces(workspace),
  ]);
  const inside = [findTemplates, findYaml, findKeys, findEmpty, findScripts, findContainer, findInheritance];
  const found = [...inside.flatMap((find) => find(workspace)), ...outside.flat()];
  // A rule that knows why the loader objects says more than the loader.
  const reasons = found.filter(({ rule }) => RULES[rule].effect !== 'note');
  const explained = new Set(reasons.map(({ place }) => `${place.file}:${String(place.line)}`));
  const unexplained = refusals.filter(({ place }) => !explained.has(`${place.file}:${String(place.line)}`));
  return { folder: workspace.folder, differences: once([...unexplained, ...found]).sort(byPlace) };
}

/** Two ways may lead to one spot, e.g. through an alias. */
function once(differences: readonly Difference[]): Difference[] {
  const known = new Map(differences.map((each) => [`${each.rule} ${keyOf(each)} ${each.found}`, each]));
  return [...known.values()];
}

function keyOf({ place }: Difference): string {
  return `${place.file}:${String(place.line)}:${String(place.column)}`;
}

function byPlace({ place: a }: Difference, { place: b }: Difference): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}
