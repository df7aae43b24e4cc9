import { Problem } from '../errors.ts';
import type { Breach, Validator } from '../schema/generated/validators.js';
import { type FileKind, sourceText, toPath } from './breaches.ts';
import { type Finding, MOST_TOLD, warning } from './findings.ts';
import type { Path } from './nodes.ts';
import { placeOf } from './places.ts';
import { truthOf } from './repair.ts';
import { isStandIn, makeStandIn } from './stand-ins.ts';
import { quoted } from './wording.ts';
import type { SourceFile } from './written.ts';

/**
 * Puts right what can only mean one thing: keys without a value go, a number or truth value where text belongs becomes the text
 * that is written, `yes` and `off` where a truth value belongs become one. The last two are told (VALUE_COERCED): another YAML
 * reader may see something else in them.
 */
export function mendValue(file: SourceFile<unknown>, breaches: readonly Breach[]): Finding[] {
  const { value } = file;
  return breaches.flatMap((breach, index) => {
    const path = toPath(breach, value);
    if (breach.data === null) {
      drop(value, path);
      return [];
    }
    const meant = meaningOf(file, breach, path);
    if (meant === undefined) return [];
    put(value, path, meant.value);
    // As a text it may be wrong again, and that says more.
    const { pattern } = breach.parentSchema;
    if (index >= MOST_TOLD || (typeof pattern === 'string' && !new RegExp(pattern).test(String(meant.value))))
      return [];
    const details = { hint: meant.hint, places: [placeOf(file, path, 'value')] };
    return [warning(new Problem('VALUE_COERCED', meant.message, details))];
  });
}

interface Meaning {
  readonly value: unknown;
  readonly message: string;
  readonly hint: string;
}

function meaningOf(
  file: SourceFile<unknown>,
  { keyword, data, parentSchema }: Breach,
  path: Path,
): Meaning | undefined {
  const takesTruth = [parentSchema['enum']].flat().includes(true);
  if (keyword !== 'type' && !(keyword === 'enum' && takesTruth)) return undefined;
  const subject = typeof path.at(-1) === 'string' ? `"${String(path.at(-1))}"` : 'this item';
  const { type } = parentSchema;
  if (type === 'boolean' || takesTruth) return truthIn(data, `${subject} ${takesTruth ? 'may be' : 'is'}`, file);
  if (!takesAnyText(parentSchema) || (typeof data !== 'number' && typeof data !== 'boolean')) return undefined;
  const written = sourceText(file, path);
  const told = written === undefined ? 'this' : typeof data === 'number' ? `the number ${written}` : written;
  const hint = quoted(written ?? '', written === undefined);
  return { value: written ?? String(data), message: `${subject} is text; ${told} is read as it is written`, hint };
}

/** A duration without its unit could mean anything. */
function takesAnyText({ type, pattern, expected }: Breach['parentSchema']): boolean {
  return type === 'string' && (pattern === undefined || expected === undefined);
}

function truthIn(data: unknown, subject: string, { confidential }: SourceFile<unknown>): Meaning | undefined {
  const value = typeof data === 'string' ? truthOf(data) : undefined;
  if (value === undefined) return undefined;
  const told = confidential ? 'this text' : `the text "${String(data)}"`;
  return {
    value,
    message: `${subject} true or false; ${told} is read as ${String(value)}`,
    hint: `write ${String(value)}`,
  };
}

export { isStandIn };

/** How often wrong values are taken out, as each may leave a map without a key it needs. */
const ROUNDS = 5;
const NAMED: Readonly<Record<string, readonly string[]>> = { steps: ['name', 'block', 'action'] };
const LISTS = new Set(['blocks', 'actions', 'workflows', 'steps']);

/**
 * Takes wrong values out of `value`, and gives what then lacks a name one that nobody writes, so that checks of the whole
 * workspace can go on. Unknown keys stay: they are no errors. False when nothing helps.
 */
export function patchValue({ value, path: file }: SourceFile<unknown>, validate: Validator, kind: FileKind): boolean {
  let count = 0;
  const makeName = (): string => makeStandIn(file, (count += 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    const breaches = validate(value)
      ? []
      : (validate.errors ?? []).filter(({ keyword }) => keyword !== 'additionalProperties');
    const wrong = breaches.filter((breach) => !isForgiven(breach, kind));
    if (wrong.length === 0) return true;
    for (const breach of wrong) {
      const path = toPath(breach, value);
      if (path.length === 0 && breach.keyword !== 'required') return false;
      const missing = breach.keyword === 'required' ? String(breach.params['missingProperty']) : undefined;
      const last = path.at(-1);
      if (missing !== undefined) put(value, [...path, missing], makeName());
      else if (last === 'from' && breach.parentSchema['type'] === 'string') put(value, path, makeName());
      else if (typeof last === 'string') drop(value, path);
      else if (!isLine(path)) drop(value, path.slice(0, path.findLastIndex((step) => typeof step === 'string') + 1));
      else put(value, path, standIn(path, makeName));
    }
  }
  return false;
}

/** True for an item that something else can stand in for: a thing with a name, or a line of a script. */
function isLine(path: Path): boolean {
  const list = String(path.findLast((step) => typeof step === 'string'));
  return LISTS.has(list) || list === 'script' || list === 'args';
}

function standIn(path: Path, makeName: () => string): unknown {
  const list = String(path.findLast((step) => typeof step === 'string'));
  if (!LISTS.has(list)) return '';
  return Object.fromEntries((NAMED[list] ?? ['name']).map((key) => [key, makeName()]));
}

function isForgiven({ keyword, params, instancePath, data }: Breach, kind: FileKind): boolean {
  if (keyword === 'pattern') return isStandIn(data);
  return kind === 'secrets' && keyword === 'required' && (instancePath === '' || params['missingProperty'] !== 'name');
}

/** Takes the key at `path` out of its map; items of lists stay, because the others would change their places. */
function drop(value: unknown, path: Path): void {
  const last = path.at(-1);
  const parent = parentOf(value, path);
  if (typeof last === 'string' && parent !== undefined) Reflect.deleteProperty(parent, last);
}

function put(value: unknown, path: Path, item: unknown): void {
  const parent = parentOf(value, path);
  const last = path.at(-1);
  if (parent !== undefined && last !== undefined) (parent as Record<string | number, unknown>)[last] = item;
}

function parentOf(value: unknown, path: Path): object | undefined {
  let at = value;
  for (const step of path.slice(0, -1)) at = (at as Record<string | number, unknown> | undefined)?.[step];
  return typeof at === 'object' && at !== null ? at : undefined;
}
