import type { ArtifactChanges } from '../../../events.ts';
import type { RecordFile } from '../../record.ts';
import { readableInstant, readableTime } from '../title.ts';
import { attributes, escapeText } from '../xml.ts';

/** Told elsewhere on the page, or nothing for people. */
const ELSEWHERE = new Set([
  ...[
    'schema',
    'workspace',
    'organization',
    'block',
    'action',
    'workflow',
    'state',
    'cause',
    'phases',
    'artifacts',
    'journal',
    'steps',
  ],
  ...[
    'pid',
    'boot',
    'pid_namespace',
    'process_start',
    'started',
    'finished',
    'duration_ms',
    'exit_code',
    'user',
    'host',
    'command',
    'cli',
  ],
]);

/** Who, where, when and with what, as a list of terms; what later versions record comes along. */
export function factsHtml(record: RecordFile): string {
  const { duration_ms: took, exit_code: exit, started, user, host, command, cli } = record;
  const terms: (readonly [term: string, html: string])[] = [
    ...(took === undefined ? [] : [['took', readableTime(took)] as const]),
    ...(exit === undefined ? [] : [['exit status', String(exit)] as const]),
    ['started', `<time${attributes({ datetime: started })}>${escapeText(readableInstant(started))}</time>`],
    ['by', escapeText([user, host].filter(Boolean).join(' on '))],
    ['command', `<code>${escapeText(command)}</code>`],
    ...Object.entries(record).flatMap(([key, value]) => (ELSEWHERE.has(key) ? [] : further(key, value))),
    ['polycrate', escapeText(cli)],
  ];
  const items = terms.map(([term, html]) => `<div><dt>${escapeText(term)}</dt><dd>${html}</dd></div>`);
  return `<section aria-label="Facts"><dl class="facts">\n${items.join('\n')}\n</dl></section>\n`;
}

function further(key: string, value: unknown): (readonly [string, string])[] {
  const term = key.replaceAll('_', ' ');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value === '' ? [] : [[term, `<code>${escapeText(shorten(String(value)))}</code>`]];
  }
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries(value).flatMap(([name, each]) => {
    const isPlain = typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean';
    return isPlain ? [`${Array.isArray(value) ? '' : `${name} `}${shorten(String(each))}`] : [];
  });
  return parts.length === 0 ? [] : [[term, `<code>${escapeText(parts.join(', '))}</code>`]];
}

/** Hashes as far as people compare them; the record has them whole. */
function shorten(text: string): string {
  return text.replaceAll(/\b([0-9a-f]{12})(?:[0-9a-f]{28}|[0-9a-f]{52})\b/g, '$1');
}

const SIGNS = { created: '+', changed: '~', deleted: '−' } as const;

/** The files an action made, altered or removed; nothing when there are none. */
export function artifactsHtml(artifacts: ArtifactChanges | undefined): string {
  if (artifacts === undefined) return '';
  const kinds = ['created', 'changed', 'deleted'] as const;
  const items = kinds.flatMap((kind) =>
    namesOf(artifacts[kind]).map(
      (name) => `<li class="${kind}"><span title="${kind}">${SIGNS[kind]}</span> ${escapeText(name)}</li>`,
    ),
  );
  const counts = kinds.flatMap((kind) =>
    artifacts[kind].length === 0 ? [] : [`${String(artifacts[kind].length)} ${kind}`],
  );
  return `<details class="artifacts"><summary>Artifacts: ${counts.join(', ')}</summary><ul>${items.join('')}</ul></details>\n`;
}

/** Paths; a version of the record that knows more of each file has them under `path`. */
function namesOf(files: readonly unknown[]): string[] {
  return files.map((file) => {
    if (typeof file === 'string') return file;
    const path = typeof file === 'object' && file !== null && 'path' in file ? file.path : undefined;
    return typeof path === 'string' ? path : JSON.stringify(file);
  });
}
