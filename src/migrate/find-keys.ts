import { below, entriesOf, itemsOf, placeOfSpot, type Spot } from './spot.ts';
import type { Difference } from './difference.ts';
import type { OldWorkspace } from './old-workspace.ts';
import type { TextFile } from './texts.ts';

const words = (text: string): readonly string[] => text.split(' ');
const TOP = words(
  'name organization description version identifier labels alias meta dependencies config extraenv extramounts events sync inventory kubeconfig blocks workflows git',
);
const CONFIG = words(
  'image blocksroot artifactsroot workflowsroot logsroot blocksconfig workspaceconfig containerroot remoteroot sshprivatekey sshpublickey dockerfile globals',
);
const WORKFLOW = words('name description labels alias steps prompt allow_failure');
const STEP = words('name description labels alias block action prompt');

/** Keys that only worked because upper and lower case did not matter. Below `blocks` they always did. */
export function findKeys({ top, tops, texts }: OldWorkspace): Difference[] {
  const workflows = itemsOf(loosely(top, 'workflows'));
  const miswritten = [
    ...inOtherCase(top, TOP, ['name']),
    ...inOtherCase(loosely(top, 'config'), CONFIG),
    ...workflows.flatMap((workflow) => [
      ...inOtherCase(workflow, WORKFLOW, ['name']),
      ...itemsOf(loosely(workflow, 'steps')).flatMap((step) => inOtherCase(step, STEP, ['name', 'block', 'action'])),
    ]),
  ];
  const shared = [below(top, 'meta'), below(top, 'labels'), below(top, 'config', 'globals')];
  const inBlocks = tops.flatMap((each) => [
    ...(each === top
      ? itemsOf(loosely(top, 'blocks')).map((block) => below(block, 'config'))
      : [below(each, 'config')]),
  ]);
  const free = [...shared, ...inBlocks].flatMap((spot) => (spot === undefined ? [] : [spot]));
  const capitals = new Map(free.flatMap(namesWithin).map(([name]) => [name.toLowerCase(), name]));
  const exact = new Set(free.flatMap(namesWithin).map(([name]) => name));
  const readers = texts.filter(({ kind }) => kind === 'playbook').flatMap((text) => readersOf(text, capitals, exact));
  return [...miswritten, ...free.flatMap(collisions), ...readers];
}

function loosely(spot: Spot | undefined, key: string): Spot | undefined {
  return spot === undefined ? undefined : entriesOf(spot).find(([name]) => name.toLowerCase() === key)?.[1];
}

function inOtherCase(spot: Spot | undefined, known: readonly string[], needed: readonly string[] = []): Difference[] {
  if (spot === undefined) return [];
  const entries = entriesOf(spot);
  return entries.flatMap(([name, value]): Difference[] => {
    const meant = name.toLowerCase();
    if (known.includes(name) || !known.includes(meant)) return [];
    const isMissed = needed.includes(meant) && !entries.some(([each]) => each === meant);
    const rule = isMissed ? 'key-needed' : 'key-case';
    return [{ rule, place: placeOfSpot(value, 'key'), found: `${name}:`, edit: `${meant}:` }];
  });
}

/** Every key at any depth that has a capital in it. */
function namesWithin(spot: Spot): (readonly [string, Spot])[] {
  const entries = entriesOf(spot);
  const inside = [...entries.map(([, value]) => value), ...itemsOf(spot)].flatMap(namesWithin);
  return [...entries, ...inside];
}

function collisions(spot: Spot): Difference[] {
  const entries = entriesOf(spot);
  const own = entries.flatMap(([name, value], at): Difference[] => {
    const earlier = entries.slice(0, at).find(([other]) => other.toLowerCase() === name.toLowerCase());
    if (earlier === undefined) return [];
    const found = `${earlier[0]} and ${name}`;
    return [
      { rule: 'key-collision', place: placeOfSpot(value, 'key'), found, edit: 'remove the one that was not meant' },
    ];
  });
  return [...own, ...[...entries.map(([, value]) => value), ...itemsOf(spot)].flatMap(collisions)];
}

const READ = /\b(?:block\.config|workspace\.(?:config\.globals|meta|labels))((?:\.\w+|\[['"][^'"\]]+['"]\])+)/g;

/** Places where a playbook or template reads the lower-case form of a key that is written with capitals. */
function readersOf(text: TextFile, capitals: ReadonlyMap<string, string>, exact: ReadonlySet<string>): Difference[] {
  return [...text.text.matchAll(READ)].flatMap((match): Difference[] => {
    const [whole, keys = ''] = match;
    const corrected = keys.replace(/\w+/g, (key) => (exact.has(key) ? key : (capitals.get(key) ?? key)));
    if (corrected === keys) return [];
    const place = text.placeAt(match.index, whole.length);
    return [{ rule: 'key-lowered', place, found: whole, edit: whole.slice(0, -keys.length) + corrected }];
  });
}
