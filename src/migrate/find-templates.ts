import { placeOfPart, below, entriesOf, itemsOf, shapeOf, textOf, type Spot } from './spot.ts';
import { shorten, type Difference } from './difference.ts';
import { readEscapes, readExpressions, replacement, type LookUp } from './go-template.ts';
import { actionsOf, effective, scriptOf, type OldBlock } from './old-blocks.ts';
import type { OldWorkspace } from './old-workspace.ts';

/** Go templates in scripts, playbook lines, prompts, configuration and extraenv. */
export function findTemplates({ blocks, top }: OldWorkspace): Difference[] {
  const inBlocks = blocks.flatMap((block) => {
    const lookUp = lookUpIn(block, top);
    const actions = actionsOf(block).flatMap((action) => [
      ...scriptOf(action).flatMap((item) => inScript(item, lookUp)),
      ...elsewhere(below(action.spot, 'playbook'), 'write the path itself'),
      ...elsewhere(below(action.spot, 'prompt', 'message'), 'write the text itself'),
    ]);
    const values = block.layers.flatMap((layer) => singles(below(layer, 'config')));
    return [
      ...actions,
      ...values.flatMap((value) => elsewhere(value, 'write the value itself, or read it in the action')),
    ];
  });
  const env = itemsOf(below(top, 'extraenv')).flatMap((entry) => elsewhere(entry, 'write the value itself'));
  return [...inBlocks, ...env];
}

function inScript(item: Spot, lookUp: LookUp): Difference[] {
  const text = textOf(item) ?? '';
  let from = 0;
  const templates = readExpressions(text).map(({ whole, inner, at }): Difference => {
    const { place, end } = placeOfPart(item, whole, from);
    from = end;
    const edit = replacement(inner, lookUp);
    const quoted = edit.startsWith('$') && isSingleQuoted(text, at) ? ', with " instead of \' around it' : '';
    return { rule: 'template', place, found: shorten(whole), edit: edit + quoted };
  });
  const escapes = readEscapes(text).map(({ whole, meant }): Difference => {
    return { rule: 'template-escape', place: placeOfPart(item, whole).place, found: whole, edit: meant };
  });
  return [...templates, ...escapes];
}

function elsewhere(spot: Spot | undefined, edit: string): Difference[] {
  if (spot === undefined) return [];
  return readExpressions(textOf(spot) ?? '').map(({ whole }) => {
    return { rule: 'template', place: placeOfPart(spot, whole).place, found: shorten(whole), edit };
  });
}

/** Single quotes keep `$` from bash; those inside double quotes are only characters. */
function isSingleQuoted(text: string, at: number): boolean {
  let open = '';
  for (let index = text.lastIndexOf('\n', at) + 1; index < at; index++) {
    const character = text.charAt(index);
    if (character === '\\' && open !== "'") index += 1;
    else if (open === '' && (character === '"' || character === "'")) open = character;
    else if (character === open) open = '';
  }
  return open === "'";
}

/** Single values at any depth. */
function singles(spot: Spot | undefined): Spot[] {
  if (spot === undefined) return [];
  if (shapeOf(spot) === 'single') return [spot];
  return [...entriesOf(spot).map(([, value]) => value), ...itemsOf(spot)].flatMap(singles);
}

/** Keys were found in any case where they had been put in lower case; so they are searched for here. */
function lookUpIn(block: OldBlock, top: Spot): LookUp {
  return ([root = '', ...rest]) => {
    const owner = (key: string) =>
      root === 'Block' ? effective(block, key) : root === 'Workspace' ? below(top, key) : undefined;
    const [first = '', ...keys] = rest;
    let spot = owner(first.toLowerCase());
    const path = [first.toLowerCase()];
    for (const [at, key] of keys.entries()) {
      if (spot === undefined) return undefined;
      // A key that a farther layer adds is not in the nearest map: look through all layers from the top.
      const layered = root === 'Block' ? effective(block, ...path, key) : undefined;
      const loose = entriesOf(spot).find(([name]) => name.toLowerCase() === key.toLowerCase());
      const exact = layered ?? below(spot, key) ?? itemsOf(spot)[/^\d+$/.test(key) ? Number(key) : -1];
      path.push(exact === undefined ? (loose?.[0] ?? keys[at] ?? '') : key);
      spot = exact ?? loose?.[1];
    }
    return spot === undefined ? undefined : { path, shape: shapeOf(spot), text: textOf(spot) };
  };
}
