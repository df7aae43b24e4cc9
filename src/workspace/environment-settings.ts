import { Problem } from '../errors.ts';
import { type Breach, SETTINGS, validateUser } from '../schema/generated/validators.js';
import type { SettingsLayer } from './outside-settings.ts';
import type { UserFile } from '../schema/user.ts';
import { error, type Finding } from './findings.ts';
import { isPlainMap } from './map.ts';
import { nearest } from './nearest.ts';
import { toPlain } from './scalar.ts';
import { describe, expectation } from './wording.ts';

/** A setting said in one word: `key` is dotted, `note` says where. */
export interface Said {
  readonly key: string;
  readonly text: string;
  readonly note: string;
}

export interface SaidSettings {
  readonly layer: SettingsLayer;
  readonly findings: readonly Finding[];
}

/** Settings among environment variables: `POLYCRATE_SSH_STRICT` for `ssh.strict`. Empty ones say nothing. */
export function findEnvironmentSettings(env: Readonly<Record<string, string | undefined>>): Said[] {
  if (!Object.keys(env).some((name) => name.startsWith('POLYCRATE_'))) return [];
  return Object.keys(SETTINGS).flatMap((key) => {
    const note = `POLYCRATE_${key.replaceAll(/[.-]/g, '_').toUpperCase()}`;
    const text = env[note];
    return text === undefined || text === '' ? [] : [{ key, text, note }];
  });
}

/** What was said, as one layer. Findings: VALUE_INVALID for a value of the wrong kind, KEY_UNKNOWN for a key that is none; neither is in the layer. */
export function readSettings(said: readonly Said[]): SaidSettings {
  const value: UserFile = {};
  const notes = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { key, text, note } of said) {
    const kind = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
    if (kind === undefined) findings.push(error(unknownSetting(key, note)));
    else {
      const [breach] = put(
        value,
        key.split('.'),
        kind === 'list' ? text.split(',') : kind === 'text' ? text : toPlain(text),
      );
      if (breach === undefined) notes.set(key, note);
      else findings.push(error(wrongSetting(note, breach)));
    }
  }
  const layer = {
    value,
    originOf: (way: readonly (string | number)[]) => ({ note: notes.get(way.join('.')) ?? 'environment' }),
  };
  return { layer, findings };
}

/** Sets one value, unless the schema objects to it. */
function put(top: object, path: readonly string[], item: unknown): readonly Breach[] {
  const alone = path.toReversed().reduce<unknown>((inner, step) => ({ [step]: inner }), item);
  if (!validateUser(alone)) return validateUser.errors ?? [];
  let at = top as Record<string, unknown>;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    at = isPlainMap(next) ? next : (at[step] = {});
  }
  at[path.at(-1) ?? ''] = item;
  return [];
}

/** Below it, the last part of a key says all. */
const TOOLS = 'toolchain.tools.';

const EXAMPLES: Readonly<Record<string, string>> = { boolean: 'true', integer: '1' };

function wrongSetting(note: string, breach: Breach): Problem {
  const { enum: choices, type, pattern } = breach.parentSchema;
  const [, given] = Array.isArray(type) ? (/such as ([^\s,]+)/.exec(expectation(breach)) ?? []) : [];
  const example = Array.isArray(choices)
    ? String(choices[0])
    : (given ?? EXAMPLES[String(type)] ?? (pattern === undefined ? 'text' : '30m'));
  return new Problem(
    'VALUE_INVALID',
    `${note} must be ${expectation(breach)}, not ${describe(breach.data, { confidential: false })}`,
    {
      hint: note.startsWith('-')
        ? `${note.replace(/=.*$/, '')}=${example}`
        : `unset ${note}, or export ${note}=${example}`,
    },
  );
}

function unknownSetting(key: string, note: string): Problem {
  const settings = Object.keys(SETTINGS);
  const tools = settings.filter((each) => each.startsWith(TOOLS)).map((each) => each.slice(TOOLS.length));
  const guess = nearest(key, [...settings, ...tools]);
  return new Problem('KEY_UNKNOWN', `${note}: there is no setting "${key}"`, {
    hint: guess === undefined ? 'polycrate config shows all settings' : `did you mean "${guess}"?`,
  });
}
