import { type Place, Problem } from '../errors.ts';
import type { ResolvedBlock, ResolvedWorkspace } from '../resolve/index.ts';
import type { Files } from '../workspace/index.ts';
import { valuesOfRequirements } from './requirements.ts';
import { type Value, valuesOfBlock, valuesOfMounts, valuesOfWorkspace } from './values.ts';
import { findWrittenPlaces, isSecret } from './written-places.ts';

/** What values are held against. */
export interface ValueTools {
  readonly files: Files;
  /** The caller's home folder, absolute. */
  readonly home: string;
  /** True also for what cannot be looked at. */
  readonly isThere: (path: string) => Promise<boolean>;
}

/**
 * What stops every plan of these blocks, whatever action is to run, with its place: VALUE_INVALID for `container.user`, `container.network` and for files that
 * actions cannot see, MOUNT_INVALID, MOUNT_SOURCE_MISSING. Values of secrets.poly are not told.
 */
export async function checkValues(
  workspace: ResolvedWorkspace,
  blocks: readonly ResolvedBlock[],
  { files, home, isThere }: ValueTools,
): Promise<Problem[]> {
  const values = [
    ...valuesOfWorkspace(workspace, home),
    ...blocks.flatMap((block) => valuesOfBlock(block, workspace, home)),
    ...(await valuesOfMounts(workspace, home, isThere)),
    ...(await valuesOfRequirements(workspace, blocks)),
  ];
  const places = findWrittenPlaces(workspace, files);
  const found = values.map(async (value) => {
    const { problem, block, way, text } = value;
    if (problem === undefined) return [];
    const place = await (block === undefined ? places.inWorkspace(way, text) : places.inBlock(block, way, text));
    return [placed(problem, value, place)];
  });
  return (await Promise.all(found)).flat();
}

function placed({ code, message, hint = '' }: Problem, { way, advice }: Value, place: Place | undefined): Problem {
  const [top = '', ...rest] = way;
  const key = [top, ...rest.filter((step) => typeof step === 'string')].join('.');
  if (isSecret(place)) {
    const places = place === undefined ? [] : [place];
    return new Problem(code, `"${key}" cannot be used as it is written`, { hint: advice, places });
  }
  const places = place === undefined ? [] : [place];
  // Who did it by a variable or a flag need not know that it was they.
  const isSetElsewhere = place === undefined && /^config\.container\.(user|network)$/.test(key);
  const who = isSetElsewhere ? `; polycrate config ${key.slice('config.'.length)} --explain says who sets it` : '';
  return new Problem(code, message, { hint: `${hint}${who}`, places });
}
