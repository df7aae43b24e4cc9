import { SETTINGS } from '../schema/generated/validators.js';
import type { SettingsLayer } from './outside-settings.ts';
import type { UserFile } from '../schema/user.ts';
import type { Finding } from './findings.ts';
import { placeOf } from './places.ts';
import type { Files } from './ports.ts';
import { readFile, usableSource } from './read-file.ts';

/** The settings of the file: not the default workspace, what only the existing tool has, or what nobody knows. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(SETTINGS).map((key) => key.split('.')[0] ?? ''),
  ...['globals', 'registries'],
]);

export interface UserSettings {
  /** None where there is no file. */
  readonly layers: readonly SettingsLayer[];
  readonly findings: readonly Finding[];
}

/** The settings file of a user. What is wrong in it is among the findings and no longer in its value; never rejects. */
export async function loadUserSettings(path: string, files: Files): Promise<UserSettings> {
  const file = await readFile<UserFile>(path, 'user', { files, before: undefined });
  const [source] = usableSource(file);
  if (source === undefined) return { layers: [], findings: file.findings };
  const layer: SettingsLayer = {
    value: Object.fromEntries(Object.entries(source.value).filter(([key]) => KNOWN.has(key))),
    originOf: (way) => ({ place: placeOf(source, way, 'value') }),
  };
  return { layers: [layer], findings: file.findings };
}
