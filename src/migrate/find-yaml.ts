import { placeOfSpot, entriesOf, itemsOf, plainOf, textOf, type Spot } from './spot.ts';
import type { Difference } from './difference.ts';
import type { OldWorkspace } from './old-workspace.ts';

/** `blocks` of workspace.poly had a reader of its own, which knew more words for true and false but no dates. */
interface Reader {
  readonly isForEntries: boolean;
  /** Below a key whose content is the author's own: elsewhere values are read as the type their key has, here and there. */
  readonly isFree: boolean;
}

const FREE = new Set(['config', 'globals', 'meta']);
const BOOLEAN = /^(?:[yY]|[nN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;
/** Keys that are true or false; of the words for it, the loader does not take those of one letter. */
const TRUTHS = new Set(
  'interactive template allow_failure supports_ha readonly docker enabled agent auto sign commit'.split(' '),
);
const LETTER = /^[yYnN]$/;
const TRUE = /^(?:y|yes|on)$/i;
const OCTAL = /^([-+]?)0([0-7]+)$/;
const BINARY = /^[-+]?0b[01]+$/;
const GROUPED = /^[-+]?(?:0x)?[0-9][0-9a-fA-F]*(?:_[0-9a-fA-F]+)+$/;
const DATE = /^\d{4}-\d\d?-\d\d?(?:[Tt\s]\s*\d\d?:\d\d:\d\d(?:\.\d+)?\s*(?:Z|[-+]\d\d?(?::?\d\d)?)?)?$/;

/** Unquoted values and keys that the existing tool read as something else. Base 60 (`1:30`) is not among them: it never read that. */
export function findYaml({ top, tops }: OldWorkspace): Difference[] {
  const [, ...files] = tops;
  const own = entriesOf(top).flatMap(([key, value]) => {
    const isForEntries = key.toLowerCase() === 'blocks';
    // What is below `config` of a workspace has types, but for the globals.
    return walk(key, value, { isForEntries, isFree: false }, key === 'config' ? TYPED : FREE);
  });
  const typed = { isForEntries: false, isFree: false };
  return [...own, ...files.flatMap((file) => entriesOf(file).flatMap(([key, value]) => walk(key, value, typed)))];
}

const TYPED = new Set(['globals']);

function walk(key: string, spot: Spot, reader: Reader, free: ReadonlySet<string> = FREE): Difference[] {
  const inner = { ...reader, isFree: reader.isFree || free.has(key) };
  const entries = entriesOf(spot);
  const keys = inner.isFree && inner.isForEntries ? entries.flatMap(([name, value]) => keyOf(name, value)) : [];
  const inside = [...entries, ...itemsOf(spot).map((item) => ['', item] as const)];
  const own = inner.isFree ? valueOf(key, spot, inner) : truthOf(key, spot);
  return [...own, ...keys, ...inside.flatMap(([name, value]) => walk(name, value, inner, free))];
}

function truthOf(key: string, spot: Spot): Difference[] {
  const written = plainOf(spot)?.source ?? '';
  if (!TRUTHS.has(key) || !LETTER.test(written)) return [];
  const edit = String(TRUE.test(written));
  return [{ rule: 'yaml-truth', place: placeOfSpot(spot), found: `${key}: ${written}`, edit }];
}

function valueOf(key: string, spot: Spot, reader: Reader): Difference[] {
  const plain = plainOf(spot);
  const written = plain?.source ?? textOf(spot) ?? '';
  const edit = plain === undefined ? undefined : meaning(written, reader);
  if (edit === undefined) return [];
  return [{ rule: 'yaml', place: placeOfSpot(spot), found: `${key === '' ? '' : `${key}: `}${written}`, edit }];
}

function keyOf(name: string, spot: Spot): Difference[] {
  if (spot.key?.type !== 'PLAIN' || (!BOOLEAN.test(name) && !OCTAL.test(name))) return [];
  const edit = `${meaning(name, { isForEntries: true, isFree: true }) ?? name}:`;
  return [{ rule: 'yaml', place: placeOfSpot(spot, 'key'), found: `the key ${name}:`, edit }];
}

/** What to write for the value it had there, or undefined when it had the same. */
function meaning(written: string, { isForEntries }: Reader): string | undefined {
  if (BOOLEAN.test(written) && isForEntries) return String(TRUE.test(written));
  const [, sign = '', octal] = OCTAL.exec(written) ?? [];
  if (octal !== undefined)
    return octal === '0'.repeat(octal.length) ? undefined : String(Number(`${sign}${String(parseInt(octal, 8))}`));
  if (BINARY.test(written)) return String(parseInt(written.replace(/0b/, ''), 2));
  if (GROUPED.test(written)) return written.replaceAll('_', '');
  if (DATE.test(written) && !isForEntries) return dateEdit(written);
  return undefined;
}

function dateEdit(written: string): string {
  return /^\d{4}-\d\d?-\d\d?$/.test(written)
    ? `${written}T00:00:00Z, where playbooks need the time of day; as it is, it is the text "${written}"`
    : `as it is: it is the text "${written}", where it was a point in time`;
}
