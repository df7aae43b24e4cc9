import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isMap, LineCounter, parseDocument, stringify, type Document, type Pair } from 'yaml';
import { Problem } from '../errors.ts';
import type { World } from '../world.ts';
import { userFile } from './named-workspaces.ts';

/** Key of ~/.polycrate/polycrate.yml. */
const KEY = 'workspace';

interface UserFile {
  readonly text: string;
  readonly document: Document;
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
  const { text, document } = await open(path, files);
  if (document.get(KEY) === name) return;
  const edited = edit(text, document, name);
  if (name === undefined) document.delete(KEY);
  else document.set(KEY, name);
  const isMeant = isDeepStrictEqual(parseDocument(edited, { logLevel: 'silent' }).toJS() ?? {}, document.toJS() ?? {});
  await records.makeDirectory(dirname(path));
  // There may be passwords in it: it is its owner's alone. Behind a link it is the file itself that is written.
  await records.save(await files.realPath(path), isMeant ? edited : document.toString({ lineWidth: 0 }));
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
  const lineCounter = new LineCounter();
  const text = (await files.read(path))?.toString('utf8') ?? '';
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col: column } = lineCounter.linePos(error.pos[0]);
    throw new Problem('YAML_INVALID', `${path} is not valid YAML: ${error.message.split('\n')[0] ?? ''}`, {
      hint: `correct it: $EDITOR ${path}`,
      places: [{ file: path, line, column }],
    });
  }
  if (document.contents === null || isMap(document.contents)) return { text, document };
  throw new Problem('VALUE_INVALID', `${path} must be a map, such as "workspace: my-team"`, {
    hint: `correct it: $EDITOR ${path}`,
    places: [{ file: path, line: 1, column: 1 }],
  });
}
