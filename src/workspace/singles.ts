import { isPlainMap } from './map.ts';
import { quoted } from './wording.ts';

/** Keys whose value is a word, so that a map in its place means one of its values. */
const WORDS: ReadonlySet<string> = new Set([
  'from',
  'name',
  'block',
  'action',
  'kind',
  'version',
  'filename',
  'playbook',
]);
/** What other tools call the text of a script. */
const RUNNERS: ReadonlySet<string> = new Set([
  'run',
  'cmd',
  'command',
  'commands',
  'shell',
  'bash',
  'sh',
  'script',
  'inline',
  'exec',
  'execute',
]);

/** The edit for a map where one text belongs, below `key`; undefined where its source is the text. */
export function unwrap(data: unknown, written: string | undefined, key: string): string | undefined {
  if (!isPlainMap(data)) return undefined;
  const entries = Object.entries(data);
  const [inner, value] = entries.find(([each]) => each === 'name') ?? entries[0] ?? [];
  const isText = typeof value === 'string' && !value.includes('\n');
  const isWrapper = WORDS.has(key) ? inner === 'name' || entries.length === 1 : RUNNERS.has(inner ?? '');
  if (isText && isWrapper && written) return `write ${writeText(value)}`;
  if (WORDS.has(key)) return 'write one word, without a map around it';
  // In a script, a ": " makes a map of a line; braces do not come from there.
  return key === 'script' && (!written || written.startsWith('{')) ? 'write one command, or a list of them' : undefined;
}

function writeText(text: string): string {
  return /^[A-Za-z0-9./_$](?:(?!: | #|:$)[^\n])*$/.test(text) ? text : quoted(text, false).replace(/^.*?: /, '');
}
