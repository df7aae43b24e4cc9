import type { Filters, LabelRule } from './filter-options.ts';
import { guessMeant } from '../workspace/index.ts';

/** What can be filtered. */
export interface Filtered {
  readonly name: string;
  readonly alias: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly kind?: string;
}

/** A test for things that pass all filters; with none of them everything does. */
export function createFilter({ name, kind, label }: Filters): (thing: Filtered) => boolean {
  const names = name.map(toPattern);
  const kinds = kind.map(toPattern);
  const labels = label.map(toTest);
  return (thing) =>
    (names.length === 0 || [thing.name, ...thing.alias].some((each) => names.some((glob) => glob.test(each)))) &&
    (kinds.length === 0 || kinds.some((glob) => glob.test(thing.kind ?? ''))) &&
    labels.every((obeys) => obeys(thing.labels));
}

/** Tests whether labels obey a rule. */
export function toTest({ key, value, isWanted }: LabelRule): (labels: Filtered['labels']) => boolean {
  const pattern = value === undefined ? undefined : toPattern(value);
  return (labels) => {
    const isThere = Object.hasOwn(labels, key) && (pattern === undefined || pattern.test(labels[key] ?? ''));
    return isThere === isWanted;
  };
}

/** True for a text that is a glob and no mere name. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** A glob as a pattern for whole texts. */
export function toPattern(glob: string): RegExp {
  const parts = glob.split(/(\*+|\?)/).map((part) => {
    if (part === '?') return '.';
    return part.startsWith('*') ? '.*' : part.replaceAll(/[.\\+^$|()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'su');
}

/** Why none of `things` passes, as a sentence: the first filter that nothing meets by itself, with what comes nearest to it. */
export function explainNothing({ name, kind, label }: Filters, things: readonly Filtered[], noun: string): string {
  if (things.length === 0) return `There is no ${noun} here.`;
  const names = things.flatMap((thing) => [thing.name, ...thing.alias]);
  const kinds = things.map((thing) => thing.kind ?? '');
  const lone = (filters: Partial<Filters>): boolean =>
    !things.some(createFilter({ name: [], kind: [], label: [], ...filters }));
  const strange = name.find((glob) => lone({ name: [glob] }));
  if (lone({ name }) && strange !== undefined) {
    return `No ${noun} is called ${quote(strange)}${guess(strange, names)}.`;
  }
  const [odd = ''] = kind;
  if (lone({ kind })) return `No ${noun} is of the kind ${quote(odd)}${guess(odd, kinds)}.`;
  const rule = label.find((each) => lone({ label: [each] }));
  if (rule === undefined) return `No ${noun} passes all of these filters at once.`;
  return `No ${noun} has ${explainLabel(rule, things)}.`;
}

function explainLabel({ key, value, isWanted }: LabelRule, things: readonly Filtered[]): string {
  if (!isWanted && value === undefined) return `no label ${quote(key)}`;
  if (!isWanted) return `another label ${quote(key)} than ${quote(value ?? '')}`;
  const values = things.flatMap(({ labels }) => (Object.hasOwn(labels, key) ? [labels[key] ?? ''] : []));
  const keys = things.flatMap(({ labels }) => Object.keys(labels));
  if (values.length === 0 || value === undefined) return `the label ${quote(key)}${guess(key, keys)}`;
  return `the label ${quote(key)} with the value ${quote(value)}${guess(value, values)}`;
}

const SHOWN = 8;

/** What comes nearest to a word, or else what there is. */
function guess(word: string, candidates: Iterable<string>): string {
  const known = [...new Set(candidates)];
  const near = guessMeant(word.replaceAll(/[*?]/g, ''), known);
  if (near !== undefined) return `; the nearest is ${quote(near)}`;
  if (known.length === 0) return '';
  return `; here are ${known.sort().slice(0, SHOWN).join(', ')}${known.length > SHOWN ? ', …' : ''}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
