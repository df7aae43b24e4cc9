import { placeOfPart, below, entriesOf, itemsOf, shapeOf, textOf, type Spot } from './spot.ts';
import { shorten, type Difference } from './difference.ts';
import { readEscapes, readExpressions, replacement, type LookUp } from './go-template.ts';
import { lookUpIn } from './look-up.ts';
import { actionsOf, scriptOf } from './old-blocks.ts';
import type { OldWorkspace } from './old-workspace.ts';

/** Go templates in scripts, playbook lines, prompts, configuration and extraenv. */
export function findTemplates({ blocks, top }: OldWorkspace): Difference[] {
  const inBlocks = blocks.flatMap((block) => {
    const lookUp = lookUpIn(block, top);
    const actions = actionsOf(block).flatMap((action) => [
      ...scriptOf(action).flatMap((item) => inScript(item, lookUp)),
      ...inPlaybook(below(action.spot, 'playbook'), lookUp),
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

/** The path may be worked out where a script calls the playbook. */
function inPlaybook(playbook: Spot | undefined, lookUp: LookUp): Difference[] {
  const text = textOf(playbook) ?? '';
  return elsewhere(playbook, '').map((each, at) => {
    const value = replacement(readExpressions(text)[at]?.inner ?? '', lookUp);
    return { ...each, edit: `the path itself; in a script that calls ansible-playbook it is ${value}` };
  });
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
