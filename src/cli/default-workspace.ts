import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Alias, isMap, LineCounter, parseDocument, stringify, visit, type Document, type Pair } from 'yaml';
import { Problem, type ProblemCode } from '../errors.ts';
import type { World } from '../world.ts';
import { userFile } from './named-workspaces.ts';

/** Key of ~/.polycrate/polycrate.yml. */
const KEY = 'workspace';

interface UserFile {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** The name that `polycrate workspace use` has chosen, if any. Rejects with YAML_INVALID or VALUE_INVALID. */
export async function readDefaultWorkspace({
  host,
  files,
}: Pick<World, 'host' | 'files'>): Promise<string | undefined> {
  const { document } = await open(userFile(host), files);
  const name = document.get(KEY);
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Writes the default workspace, or takes it out; whatever else stands in the file stays as it is. Rejects as reading and writing do. */
export async function writeDefaultWorkspace(
  name: string | undefined,
  { host, files, records }: Pick<World, 'host' | 'files' | 'records'>,
): Promise<void> {
  const path = userFile(host);
  const file = await open(path, files);
  const { text, document } = file;
  if (document.get(KEY) === name) return;
  refuseUsed(file);
  const edited = edit(text, document, name);
  if (name === undefined) document.delete(KEY);
  else document.set(KEY, name);
  const isMeant = isDeepStrictEqual(parseDocument(edited, { logLevel: 'silent' }).toJS() ?? {}, document.toJS() ?? {});
  await records.makeDirectory(dirname(path));
  // There may be passwords in it: it is its owner's alone. Behind a link it is the file itself that is written.
  await records.save(await files.realPath(path), isMeant ? edited : document.toString({ lineWidth: 0 }));
}

/** What another value is taken from cannot be changed alone. */
function refuseUsed(file: UserFile): void {
  if (!file.document.has(KEY)) return;
  const without = file.document.clone();
  without.delete(KEY);
  const alias = findUnresolved(without);
  if (alias === undefined) return;
  const hint = `write the value there instead of *${alias.source}: $EDITOR ${file.path}`;
  throw problemAt(file, alias.range?.[0], {
    code: 'VALUE_INVALID',
    message: `"${KEY}" in ${file.path} cannot change: *${alias.source} takes its value from there`,
    hint,
  });
}

/** An alias whose anchor is not before it. */
function findUnresolved(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

/** The text with the key set or removed, for a file written as files usually are. */
function edit(text: string, document: Document, name: string | undefined): string {
  const pair = isMap(document.contents) ? document.contents.items.find(({ key }) => String(key) === KEY) : undefined;
  const line = name === undefined ? '' : `${KEY}: ${stringify(name).trimEnd()}`;
  if (pair === undefined) return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${line}\n`;
  const [start, end] = rangeOf(pair);
  if (line !== '') return `${text.slice(0, start)}${line}${text.slice(end)}`;
  const next = text.indexOf('\n', end);
  return `${text.slice(0, start)}${next === -1 ? '' : text.slice(next + 1)}`;
}

function rangeOf({ key, value }: Pair): [start: number, end: number] {
  const rangeIn = (node: unknown): readonly number[] =>
    typeof node === 'object' && node !== null && 'range' in node ? (node.range as readonly number[]) : [];
  const [start = 0, keyEnd = 0] = rangeIn(key);
  return [start, rangeIn(value)[1] ?? keyEnd];
}

async function open(path: string, files: World['files']): Promise<UserFile> {
  const lines = new LineCounter();
  const text = (await files.read(path))?.toString('utf8') ?? '';
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const file = { path, text, document, lines };
  const correct = `correct it: $EDITOR ${path}`;
  const [error] = document.errors;
  const alias = findUnresolved(document);
  const reason =
    error?.message.split('\n')[0] ?? (alias && `*${alias.source} has no anchor before it`) ?? refusalOf(document);
  if (reason !== undefined) {
    const message = `${path} is not valid YAML: ${reason}`;
    throw problemAt(file, error?.pos[0] ?? alias?.range?.[0], { code: 'YAML_INVALID', message, hint: correct });
  }
  if (document.contents === null || isMap(document.contents)) return file;
  const message = `${path} must be a map, such as "workspace: my-team"`;
  throw problemAt(file, 0, { code: 'VALUE_INVALID', message, hint: correct });
}

/** Why there is no value in a document without errors, as with far too many aliases; undefined where there is one. */
function refusalOf(document: Document): string | undefined {
  try {
    document.toJS();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `offset` counts characters from the start of the file. */
function problemAt(
  { path, lines }: UserFile,
  offset: number | undefined,
  { code, message, hint }: { readonly code: ProblemCode; readonly message: string; readonly hint: string },
): Problem {
  const { line, col: column } = lines.linePos(offset ?? 0);
  return new Problem(code, message, { hint, places: [{ file: path, line, column }] });
}
