import { isProblem, type Place, Problem } from '../errors.ts';
import type { ResolvedWorkspace } from '../resolve/index.ts';
import {
  error,
  type Files,
  type Finding,
  parseFile,
  placeOf,
  readText,
  warning,
  WORKSPACE_FILE,
} from '../workspace/index.ts';
import { layoutOf } from './layout.ts';
import { parseMounts, requireSources } from './mounts.ts';

type Way = readonly (string | number)[];
/** Where the workspace gives a key this value; no place for what comes from elsewhere, such as a flag. */
type FindPlace = (way: Way, value: string) => Promise<Place | undefined>;

/** Warnings for files and mounts that the workspace itself names and that are not there; an error for a mount that is not understood. */
export async function checkNamedFiles(
  workspace: ResolvedWorkspace,
  files: Files,
  isThere: (path: string) => Promise<boolean>,
): Promise<Finding[]> {
  const find = placesIn(workspace, files);
  const { settings, inventoryFilename, kubeconfigFilename, extraMounts } = workspace;
  const named = [
    // Whoever writes the name it has anyway says nothing by it.
    { way: ['inventory', 'filename'], name: inventoryFilename === 'inventory.yml' ? undefined : inventoryFilename },
    { way: ['kubeconfig', 'filename'], name: kubeconfigFilename },
    { way: ['config', 'sshprivatekey'], name: settings.sshprivatekey },
  ];
  const found = await Promise.all([
    ...named.map(async ({ way, name }) => {
      if (name === undefined) return [];
      const path = layoutOf(workspace).host(name);
      return (await isThere(path))
        ? []
        : [warning(missingFile(way.join('.'), { name, path, place: await find(way, name) }))];
    }),
    ...extraMounts.map(async (entry, index) => {
      const problem = await mountProblem(entry, workspace.directory, isThere);
      if (problem === undefined) return [];
      const place = await find(['extramounts', index], entry);
      if (isSecret(place)) return [];
      const { code, message, hint = '' } = problem;
      const placed = new Problem(code, message, { hint, places: place === undefined ? [] : [place] });
      return [code === 'MOUNT_INVALID' ? error(placed) : warning(placed)];
    }),
  ]);
  return found.flat();
}

interface Named {
  /** As written. */
  readonly name: string;
  readonly path: string;
  readonly place: Place | undefined;
}

function missingFile(key: string, { name, path, place }: Named): Problem {
  const places = place === undefined ? [] : [place];
  if (isSecret(place)) {
    const message = `"${key}" names a file that does not exist`;
    return new Problem('FILE_MISSING', message, { hint: `create the file, or correct "${key}"`, places });
  }
  const message = `"${key}" names ${name}, which does not exist`;
  return new Problem('FILE_MISSING', message, { hint: `create ${path}, or correct "${key}"`, places });
}

/** What stands in secrets.poly, whose places have no source, may not be told. */
function isSecret(place: Place | undefined): boolean {
  return place !== undefined && place.snippet === undefined;
}

/** What a run would say about the mount; sources in somebody's home are left alone. */
async function mountProblem(
  entry: string,
  directory: string,
  isThere: (path: string) => Promise<boolean>,
): Promise<Problem | undefined> {
  try {
    const mounts = parseMounts([entry], directory, '/');
    const [source = ''] = mounts.map((mount) => mount.source);
    const isPresent = /^~(?:\/|:)/.test(entry) || (await isThere(source));
    requireSources(mounts, new Set(isPresent ? [source] : []));
    return undefined;
  } catch (cause) {
    if (isProblem(cause)) return cause;
    throw cause;
  }
}

/** Reads the files of the workspace again, once something must be pointed to: a resolved workspace has no places of its own. */
function placesIn({ directory }: ResolvedWorkspace, files: Files): FindPlace {
  const open = async (name: string, confidential: boolean) => {
    const path = `${directory}/${name}`;
    const text = await readText(path, files);
    return text === undefined ? [] : [parseFile(path, text, { confidential }).source];
  };
  let opened: Promise<Awaited<ReturnType<typeof open>>> | undefined;
  return async (way, wanted) => {
    opened ??= Promise.all([open('secrets.poly', true), open(WORKSPACE_FILE, false)]).then((each) => each.flat());
    const source = (await opened).find(({ value }) => valueAt(value, way) === wanted);
    return source === undefined ? undefined : placeOf(source, way, 'value');
  };
}

function valueAt(value: unknown, way: Way): unknown {
  return way.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
