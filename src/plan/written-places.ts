import type { Place } from '../errors.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import { type Files, parseFile, placeOf, readText, WORKSPACE_FILE } from '../workspace/index.ts';

/** Leads to a value; items of lists by index, or by their name. */
export type Way = readonly (string | number)[];

/** Where files give a key this single value, the nearest file first; no place for what comes from elsewhere, such as a flag. */
export interface WrittenPlaces {
  inWorkspace(way: Way, value: string): Promise<Place | undefined>;
  /** Also where the block inherits it from. */
  inBlock(block: ResolvedBlock, way: Way, value: string): Promise<Place | undefined>;
}

/** Reads the files of the workspace again, once something must be pointed to: a resolved workspace has hardly any places of its own. */
export function findWrittenPlaces(workspace: ResolvedWorkspace, files: Files): WrittenPlaces {
  const { directory, blocks, settings } = workspace;
  const open = async (name: string) => {
    const path = `${directory}/${name}`;
    const text = await readText(path, files);
    return text === undefined ? undefined : parseFile(path, text, { confidential: name === SECRETS }).source;
  };
  const opened = new Map<string, ReturnType<typeof open>>();
  const placeIn = async (name: string, way: Way, wanted: string): Promise<Place | undefined> => {
    const source = opened.get(name) ?? open(name);
    opened.set(name, source);
    const file = await source;
    const found = file === undefined ? undefined : follow(file.value, way);
    return file === undefined || found?.value !== wanted ? undefined : placeOf(file, found.path, 'value');
  };
  const inWorkspace = async (way: Way, value: string) =>
    (await placeIn(SECRETS, way, value)) ?? (await placeIn(WORKSPACE_FILE, way, value));
  const inBlock = async ({ name, chain }: ResolvedBlock, way: Way, value: string) => {
    for (const each of [name, ...chain]) {
      const own = blocks.find((block) => block.name === each);
      const entry = await inWorkspace(['blocks', each, ...way], value);
      const place =
        entry ?? (own?.directory && (await placeIn(`${own.directory}/${settings.blocksconfig}`, way, value)));
      if (place) return place;
    }
    return undefined;
  };
  return { inWorkspace, inBlock };
}

const SECRETS = 'secrets.poly';

/** True for what stands in secrets.poly, whose places have no source: its values may not be told. */
export function isSecret(place: Place | undefined): boolean {
  return place !== undefined && place.snippet === undefined;
}

/** The single value at the end of `way` as text, and the way with nothing but keys and indexes. */
function follow(top: unknown, way: Way): { readonly path: Way; readonly value: string } | undefined {
  let at = top;
  const path: (string | number)[] = [];
  for (const step of way) {
    const key: string | number =
      Array.isArray(at) && typeof step === 'string'
        ? at.findIndex((item: { readonly name?: unknown } | null) => item?.name === step)
        : step;
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
    path.push(key);
  }
  const isSingle = typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean';
  return isSingle ? { path, value: String(at) } : undefined;
}
