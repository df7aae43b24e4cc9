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
import { findSnapshot } from './find-snapshot.ts';
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
  const inside = [
    findTemplates,
    findYaml,
    findKeys,
    findEmpty,
    findScripts,
    findContainer,
    findInheritance,
    findSnapshot,
  ];
  const found = [...inside.flatMap((find) => find(workspace)), ...outside.flat()];
  const unexplained = withoutReasons(refusals, found);
  return { folder: workspace.folder, differences: once([...unexplained, ...found]).sort(byPlace) };
}

/** Leaves out what the loader objects to where a rule knows why it does: that says more than the loader. */
function withoutReasons(refusals: readonly Difference[], found: readonly Difference[]): Difference[] {
  const reasons = found.filter(({ rule }) => RULES[rule].effect !== 'note');
  const explained = new Set(reasons.filter(({ rule }) => rule !== 'key-needed').map(keyOf));
  const left = refusals.filter((each) => !explained.has(keyOf(each)));
  for (const reason of reasons.filter(({ rule }) => rule === 'key-needed')) {
    const at = left.findLastIndex((each) => isAbout(each, reason));
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

/** Of a key in another case the loader says that it is not known; or that the right one is missing, at the beginning of its map. */
function isAbout({ found: told, place }: Difference, { found, edit, place: key }: Difference): boolean {
  if (place.file !== key.file || place.line > key.line) return false;
  const isUnknown = told.startsWith(`KEY_UNKNOWN: "${found.slice(0, -1)}"`) && place.line === key.line;
  return isUnknown || (told.startsWith('KEY_MISSING') && told.endsWith(`"${edit.slice(0, -1)}"`));
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
