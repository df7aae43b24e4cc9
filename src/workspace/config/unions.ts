import type { ErrorObject } from 'ajv';

/** A breach of a schema with the schema it is of. */
export type Breach = ErrorObject & { readonly parentSchema: Readonly<Record<string, unknown>>; readonly data: unknown };

/** True for rules that report, before themselves, whatever is wrong with each attempt to obey them. */
const isUnion = ({ keyword, params }: Breach): boolean =>
  keyword === 'anyOf' || keyword === 'contains' || (keyword === 'oneOf' && (params['passingSchemas'] ?? null) === null);

/** The breaches with one in place of all those that the branches of an `anyOf` or `oneOf` report: the most helpful. */
export function settleUnions(breaches: readonly Breach[], root: unknown): Breach[] {
  // Inner unions are reported before the outer ones they are part of.
  const at = breaches.findLastIndex(isUnion);
  const union = breaches[at];
  if (union === undefined) return [...breaches];
  const branches = [union.schema].flat().map((branch) => partsOf(branch, root));
  const isWithin = ({ instancePath }: Breach): boolean => `${instancePath}/`.startsWith(`${union.instancePath}/`);
  const isInside = (breach: Breach, index: number): boolean =>
    index < at && isWithin(breach) && branches.some((parts) => parts.has(breach.parentSchema));
  const inside = breaches.filter(isInside);
  const outside = breaches.filter((breach, index) => index !== at && !isInside(breach, index));
  const attempts = branches
    .map((parts) => inside.filter(({ parentSchema }) => parts.has(parentSchema)))
    .map((own) => settleUnions(own, root))
    .filter((own) => own.length > 0);
  return [...settleUnions(outside, root), mostHelpful(union, attempts)];
}

function mostHelpful(union: Breach, attempts: readonly (readonly Breach[])[]): Breach {
  const [first] = attempts;
  if (first === undefined || union.keyword === 'contains') return union;
  const { instancePath } = union;
  const ofRightType = attempts.filter((own) => !own.some((each) => each.keyword === 'type' && isAt(each, union)));
  if (ofRightType.length === 0)
    return together(
      'type',
      'type',
      union,
      attempts.flat().filter((each) => isAt(each, union)),
    );
  // A key such as "kind" with a fixed value says which branch is meant.
  const fixed = (own: readonly Breach[]) =>
    own.find(
      (each) => isFixed(each) && (isAt(each, union) || each.instancePath.replace(/\/[^/]*$/, '') === instancePath),
    );
  const meant = ofRightType.filter((own) => fixed(own) === undefined);
  if (meant.length === 0) {
    const all = ofRightType.flatMap((own) => fixed(own) ?? []);
    const [one] = all;
    if (one !== undefined && all.every((each) => isAt(each, one))) return together('enum', 'allowedValues', one, all);
  }
  const candidates = meant.length === 0 ? ofRightType : meant;
  const lacking = candidates.map((own) => own.find((each) => each.keyword === 'required' && isAt(each, union)));
  if (candidates.length > 1 && candidates.every((own, index) => own.length === 1 && lacking[index] !== undefined))
    return together(
      'required',
      'missingProperty',
      union,
      lacking.flatMap((each) => each ?? []),
    );
  const [best = first] = candidates.toSorted((a, b) => a.length - b.length);
  // A key nobody knows is most often one that is wanted, mistyped.
  return best.find(({ keyword }) => keyword === 'additionalProperties') ?? best[0] ?? union;
}

const isAt = (a: Breach, b: Breach): boolean => a.instancePath === b.instancePath;
const isFixed = ({ keyword }: Breach): boolean => keyword === 'const' || keyword === 'enum';

/** One breach that wants what any of `all` wants. */
function together(keyword: string, key: string, at: Breach, all: readonly Breach[]): Breach {
  const wanted = all.flatMap(({ keyword: own, params }): unknown[] =>
    own === 'const' ? [params['allowedValue']] : [params[key]].flat(),
  );
  const [first = at] = all;
  return { ...first, keyword, instancePath: at.instancePath, data: at.data, params: { [key]: [...new Set(wanted)] } };
}

const known = new WeakMap<object, ReadonlySet<unknown>>();

/** Every part of a schema, also what it refers to. */
function partsOf(schema: unknown, root: unknown): ReadonlySet<unknown> {
  if (typeof schema !== 'object' || schema === null) return new Set([schema]);
  const before = known.get(schema);
  if (before !== undefined) return before;
  const parts = new Set<unknown>();
  const open: unknown[] = [schema];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part !== 'object' || part === null || parts.has(part)) continue;
    parts.add(part);
    open.push(...(Object.values(part) as unknown[]), follow((part as { $ref?: unknown }).$ref, root));
  }
  known.set(schema, parts);
  return parts;
}

/** What a reference inside the file leads to; undefined for any other. */
export function follow(reference: unknown, root: unknown): unknown {
  if (reference === '#') return root;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  const steps = reference.slice(2).split('/');
  return steps.reduce<unknown>((at, step) => {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return (at as Readonly<Record<string, unknown>> | undefined)?.[key];
  }, root);
}
