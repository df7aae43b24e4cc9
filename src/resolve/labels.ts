import type { Scalar } from '../schema/parts.ts';

/** The labels every block gets by itself; they are about the block, whatever it inherits. */
export function systemLabels(
  workspace: { name: string; organization?: string },
  name: string,
  kind: string,
): Record<string, string> {
  return {
    'workspaces.polycrate.io/name': workspace.name,
    ...(workspace.organization === undefined ? {} : { 'organizations.polycrate.io/name': workspace.organization }),
    'blocks.polycrate.io/name': name,
    'blocks.polycrate.io/kind': kind,
    ...(kind === 'k8sappinstance' ? { 'k8sappinstances.polycrate.io/name': name } : {}),
    'polycrate.io/managed-by': 'cli',
  };
}

// Of ten thousand actions hardly any has all of its lists and maps: one empty one serves them all.
const NO_TEXTS: Readonly<Record<string, string>> = Object.freeze({});
const NO_ITEMS: readonly string[] = Object.freeze([]);

/** Labels or variables as text. */
export function asTexts(map: Readonly<Record<string, Scalar>> | undefined): Readonly<Record<string, string>> {
  if (map === undefined) return NO_TEXTS;
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
}

/** A value that may be written as one text or as a list of them, as a list. */
export function asList(value: Scalar | readonly Scalar[] | undefined): readonly string[] {
  if (value === undefined) return NO_ITEMS;
  return typeof value === 'object' ? value.map(String) : [String(value)];
}
