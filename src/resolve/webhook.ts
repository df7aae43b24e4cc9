import { Problem } from '../errors.ts';
import type { WorkspaceFile } from '../schema/workspace.ts';
import { error, type Finding, placeOf, type SourceFile, warning } from '../workspace/index.ts';
import { parseDuration } from './duration.ts';

// RFC 9110, section 5.
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
const WHSEC = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const DEFAULT_TIMEOUT_MS = 10_000;

/** Where finished transactions are sent. */
export interface WebhookSettings {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For all tries together. */
  readonly timeoutMs: number;
  /** Signs what is sent. */
  readonly secret?: string;
}

type Files = readonly SourceFile<WorkspaceFile>[];

/** What `events:` of the merged `files` means; nothing unless its handler is a webhook. */
export function resolveWebhook(
  { events, config }: Pick<WorkspaceFile, 'events' | 'config'>,
  files: Files,
): { readonly webhook?: WebhookSettings; readonly findings: readonly Finding[] } {
  if (events?.handler !== 'webhook') return { findings: [] };
  const { endpoint, secret, timeout } = events;
  const headers = Object.fromEntries(
    Object.entries(events.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const findings = [
    ...checkEndpoint(endpoint, files),
    ...Object.entries(headers).flatMap(([name, value]) => checkHeader(name, value, files)),
    ...checkSecret(secret, files),
    ...(config?.logging?.enabled === false ? [unrecorded(files)] : []),
  ];
  if (endpoint === undefined || findings.some(({ severity }) => severity === 'error')) return { findings };
  const timeoutMs = (timeout === undefined ? undefined : parseDuration(timeout)) ?? DEFAULT_TIMEOUT_MS;
  return { webhook: { endpoint, headers, timeoutMs, ...(secret === undefined ? {} : { secret }) }, findings };
}

function checkEndpoint(endpoint: string | undefined, files: Files): Finding[] {
  if (endpoint === undefined) {
    const places = placesOf(files, ['events', 'handler']);
    return [error(new Problem('KEY_MISSING', '"events" needs "endpoint"', { hint: 'endpoint: https://…', places }))];
  }
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return [];
  const places = placesOf(files, ['events', 'endpoint']);
  const problem = new Problem('VALUE_INVALID', '"endpoint" must be an address that begins with https:// or http://', {
    hint: 'endpoint: https://hooks.example.com/polycrate',
    places,
  });
  return [error(problem)];
}

function checkHeader(name: string, value: string, files: Files): Finding[] {
  if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) return [];
  const places = placesOf(files, ['events', 'headers', name]);
  const problem = new Problem(
    'VALUE_INVALID',
    `"${name}" is no HTTP header, or its value has characters that none can have`,
    {
      hint: 'Authorization: Bearer …',
      places,
    },
  );
  return [error(problem)];
}

/** One that is decoded to something else than its receiver has would sign what nobody can check. */
function checkSecret(secret: string | undefined, files: Files): Finding[] {
  if (secret?.startsWith('whsec_') !== true || (WHSEC.test(secret) && secret !== 'whsec_')) return [];
  const message = '"secret" begins with whsec_, and what follows is not base64';
  const hint = 'copy it again from the receiver, or leave out whsec_ where the text itself is the key';
  return [error(new Problem('VALUE_INVALID', message, { hint, places: placesOf(files, ['events', 'secret']) }))];
}

/** What is sent is the record. */
function unrecorded(files: Files): Finding {
  const places = placesOf(files, ['events', 'handler']);
  const message = 'the webhook is told nothing, because it is told records, and "config.logging.enabled" is false';
  return warning(new Problem('KEY_IDLE', message, { hint: 'remove "events", or keep records', places }));
}

/** The place in the nearest file that has it. */
function placesOf(files: Files, path: readonly string[]) {
  const has = (file: SourceFile<WorkspaceFile>): boolean => {
    let value: unknown = file.value;
    for (const key of path)
      value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return value !== undefined;
  };
  const file = files.findLast(has);
  return file === undefined ? [] : [placeOf(file, path, 'value')];
}
