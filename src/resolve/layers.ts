import type { Place } from '../errors.ts';
import type { BlockFile } from '../schema/block.ts';
import { linesOf, type Path, placeOf, type SourceFile, type WrittenWorkspace } from '../workspace/index.ts';

/** One spot where a thing is written, e.g. its entry in workspace.poly. */
export interface Layer<T = BlockFile> {
  readonly file: SourceFile<unknown>;
  /** Leads to `value` in the file. */
  readonly path: Path;
  readonly value: T;
  readonly origin: 'block.poly' | 'workspace.poly' | 'secrets.poly';
}

/** The layers of every block by name, each block's own from far to near: block.poly, workspace.poly, secrets.poly. */
export function collectLayers({ main, secrets, blocks }: WrittenWorkspace): Map<string, [Layer, ...Layer[]]> {
  const layers = new Map<string, [Layer, ...Layer[]]>();
  const add = (layer: Layer): void => {
    const known = layers.get(layer.value.name);
    if (known === undefined) layers.set(layer.value.name, [layer]);
    else known.push(layer);
  };
  for (const file of blocks) add({ file, path: [], value: file.value, origin: 'block.poly' });
  for (const [origin, file] of [['workspace.poly', main] as const, ['secrets.poly', secrets] as const]) {
    file?.value.blocks?.forEach((value, index) => {
      add({ file, path: ['blocks', index], value, origin });
    });
  }
  return layers;
}

/** Where the nearest layer that has `path` writes it. Items of named lists are named in `path`: `['actions', 'deploy', 'script']`. */
export function whereWritten(layers: readonly Layer<unknown>[], path: Path, at: 'key' | 'value'): Place | undefined {
  const written = nearestWith(layers, path);
  return written === undefined ? undefined : placeOf(written.file, written.path, at);
}

/** The file of the nearest layer that has `path`. */
export function fileOf(layers: readonly Layer<unknown>[], path: Path): SourceFile<unknown> | undefined {
  return nearestWith(layers, path)?.file;
}

function nearestWith(
  layers: readonly Layer<unknown>[],
  path: Path,
): { readonly file: SourceFile<unknown>; readonly path: Path } | undefined {
  for (const { file, path: start, value } of layers.toReversed()) {
    const inFile = follow(value, path);
    if (inFile !== undefined) return { file, path: [...start, ...inFile] };
  }
  return undefined;
}

/** Tells whether one of `places` lies in what a layer writes. */
export function createLocation(places: readonly Place[]): (layer: Pick<Layer, 'file' | 'path'>) => boolean {
  const byFile = new Map<string, number[]>();
  for (const { file, line } of places) {
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [line]);
    else known.push(line);
  }
  return ({ file, path }) => {
    const here = byFile.get(file.path);
    if (here === undefined || path.length === 0) return here !== undefined;
    const { from, to } = linesOf(file, path);
    return here.some((line) => line >= from && line <= to);
  };
}

/** Places of an optional spot, for the details of a Problem. */
export function placesOf(...places: readonly (Place | undefined)[]): Place[] {
  return places.filter((place) => place !== undefined);
}

/** `path` with names of list items replaced by their indexes, or undefined when `value` has nothing there. */
function follow(value: unknown, path: Path): Path | undefined {
  const indexed: (string | number)[] = [];
  let at = value;
  for (const step of path) {
    const key =
      Array.isArray(at) && typeof step === 'string'
        ? at.findIndex((item: { name?: unknown } | null) => item?.name === step)
        : step;
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string | number, unknown>)[key]
        : undefined;
    if (at === undefined) return undefined;
    indexed.push(key);
  }
  return indexed;
}
