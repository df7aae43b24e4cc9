import { isProblem, Problem } from '../errors.ts';
import { validateBlock, validateUser, validateWorkspace } from '../schema/generated/validators.js';
import type { FileKind } from './breaches.ts';
import { checkFile } from './check.ts';
import { error, type Finding, isError } from './findings.ts';
import { parseFile } from './parse.ts';
import { isPlainMap } from './map.ts';
import type { Files, ParsedBefore } from './ports.ts';
import { parseQuickly } from './quick.ts';
import { fingerprint, recallSource, survivesJson } from './recall.ts';
import { readText } from './text.ts';
import type { SourceFile } from './written.ts';

/** A file, and what is wrong in it. */
export interface LoadedFile<T> {
  /** What can be believed of it. */
  readonly source: SourceFile<T> | undefined;
  readonly findings: readonly Finding[];
  /** What stands in it, if that could be read. */
  readonly text: string | undefined;
}

const VALIDATORS = {
  workspace: validateWorkspace,
  secrets: validateWorkspace,
  block: validateBlock,
  user: validateUser,
} as const;

interface Tools {
  readonly files: Files;
  readonly before: ParsedBefore | undefined;
}

/** Reads one file of a workspace, or of a user, and holds it against its schema; never rejects. */
export async function readFile<T>(path: string, kind: FileKind, { files, before }: Tools): Promise<LoadedFile<T>> {
  try {
    const text = await readText(path, files);
    if (text === undefined) return NOTHING;
    const key = before === undefined ? '' : fingerprint(kind, text);
    const known = before?.get(key);
    if (known !== undefined) return sound(recallSource({ path, text, confidential: false }, known as T));
    const validate = VALIDATORS[kind];
    const confidential = isConfidential(kind);
    const quick = parseQuickly(text);
    const isSound = quick !== undefined && validate(kind === 'secrets' ? withName(quick) : quick);
    const file = isSound
      ? sound(recallSource({ path, text, confidential }, quick as T))
      : parseAndCheck<T>(path, text, kind);
    if (file.findings.length === 0 && survivesJson(file.source?.value)) before?.put(key, file.source?.value);
    return file;
  } catch (cause) {
    if (!isProblem(cause)) throw cause;
    return { ...NOTHING, findings: [error(cause)] };
  }
}

/** A secrets file leaves its workspace's name to others; see `checkFile` for all that it may leave. */
const withName = (value: unknown): unknown => (isPlainMap(value) ? { name: 'secrets', ...value } : value);

/** In a user's file there may be passwords, too: the existing tool keeps some there. */
const isConfidential = (kind: FileKind): boolean => kind === 'secrets' || kind === 'user';

/** The careful way: knows all places, and says everything that is wrong. */
function parseAndCheck<T>(path: string, text: string, kind: FileKind): LoadedFile<T> {
  const { source, isEmpty, findings } = parseFile(path, text, { confidential: isConfidential(kind) });
  if (isEmpty && (kind === 'secrets' || kind === 'user')) return { ...sound({ ...source, value: {} as T }), findings };
  if (isEmpty) return { source: undefined, findings: [...findings, emptyFile(path, kind)], text };
  if (findings.some(isError)) return { source: undefined, findings, text };
  const checked = checkFile(source, VALIDATORS[kind], kind);
  // What the schema objects to is no longer in it.
  const known = checked.isUsable ? (source as SourceFile<T>) : undefined;
  return { source: known, findings: [...findings, ...checked.findings], text };
}

const NOTHING = { source: undefined, findings: [], text: undefined } as const;

function sound<T>(source: SourceFile<T>): LoadedFile<T> {
  return { source, findings: [], text: source.text };
}

/** The file as a list of one, or of none where nothing of it can be believed. */
export function usableSource<T>({ source }: LoadedFile<T>): SourceFile<T>[] {
  return source === undefined ? [] : [source];
}

function emptyFile(path: string, kind: FileKind): Finding {
  const hint = `write name: my-${kind} into it`;
  return error(
    new Problem('KEY_MISSING', `this file is empty: a ${kind} needs at least a name`, {
      hint,
      places: [{ file: path, line: 1, column: 1 }],
    }),
  );
}
