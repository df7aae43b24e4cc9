import { isCollection } from 'yaml';
import type { Breach } from '../schema/generated/validators.js';
import { contentOf, indentOf, isItem, type Line, lineAfter, lineAt } from './lines.ts';
import { isPlainMap } from './map.ts';
import { locate, type Path } from './nodes.ts';
import type { SourceFile } from './written.ts';

/** Keys of things that stand in lists; nobody calls such a thing by one of them. */
const KEYS_OF_ITEMS =
  /^(?:name|kind|from|template|config|block|action|actions|steps|script|playbook|prompt|timeout|version|alias|labels|description)$/;

/** A key of such a thing whose dash lacks its space. */
export const GLUED = /^-(?:name|kind|from|block|action|script|playbook|alias|config|description)$/;

/** The edit that makes an item of a list of `line`, whose dash is missing. */
export function addDash(text: string, line: Line): string {
  const column = indentOf(line);
  const rest = restOf(text, line, column);
  const [next] = rest;
  const isOpen = contentOf(line).text.endsWith(':') && next !== undefined && indentOf(next) <= column + 2;
  const hasNeighbours = rest.some((each) => indentOf(each) === column);
  return `put "- " before it${move(isOpen || hasNeighbours ? 2 : 0)}`;
}

/** The edit that mends `line`, whose dash lacks its space. */
export function spaceDash(text: string, line: Line, confidential: boolean): string {
  const column = indentOf(line);
  const [next] = restOf(text, line, column + 1);
  const missing = next === undefined ? 0 : Math.max(0, column + 2 - indentOf(next));
  const meant = confidential ? 'a space after the dash' : `- ${contentOf(line).text.slice(1)}`;
  return `write ${meant}${move(missing)}`;
}

/** The edit for a list of things in whose place the only thing stands by itself; undefined where something else is wrong. */
export function listAdvice(
  file: SourceFile<unknown>,
  { params, data, parentSchema }: Breach,
  path: Path,
): string | undefined {
  const { items } = parentSchema;
  if (params['type'] !== 'array' || !isPlainMap(data) || !isPlainMap(items) || items['type'] === 'string')
    return undefined;
  if (!Object.entries(data).some(([key, value]) => KEYS_OF_ITEMS.test(key) && !isPlainMap(value))) return undefined;
  const { node } = locate(file.document, path);
  if (!isCollection(node) || !node.range) return undefined;
  if (node.flow !== true) return addDash(file.text, lineAt(file.text, node.range[0]));
  const source = file.text.slice(node.range[0], node.range[1]);
  return file.confidential || source.includes('\n') ? 'put [ before it and ] behind it' : `write [${source}]`;
}

/** The lines that go on with the item that `line` begins: all that are indented by at least `column`. */
function restOf(text: string, line: Line, column: number): Line[] {
  const rest: Line[] = [];
  for (let next = lineAfter(text, line); next !== undefined; next = lineAfter(text, next)) {
    const indent = indentOf(next);
    if (indent < column || (indent === column && isItem(next))) break;
    rest.push(next);
  }
  return rest;
}

function move(by: number): string {
  if (by === 0) return '';
  return `, and indent the rest of the item by ${by === 1 ? '1 more space' : `${String(by)} more spaces`}`;
}
