import {
  type OutsideSettings,
  findEnvironmentSettings,
  type Finding,
  isError,
  loadUserSettings,
  readSettings,
  type Said,
  type SettingsLayer,
} from '../workspace/index.ts';
import { VARIANT_TOOLS } from '../schema/tools.ts';
import { Problem } from '../errors.ts';
import { parseDuration } from '../resolve/index.ts';
import type { World } from '../world.ts';
import { userFile } from './named-workspaces.ts';
import type { GlobalOptions } from './options.ts';

/** What the command line, the environment and the user's file say, whatever the workspace. */
export interface Preferences {
  readonly settings: OutsideSettings;
  /** About the user's file and the environment. */
  readonly findings: readonly Finding[];
  readonly engine?: string;
  /** Where `engine` was said, for messages. */
  readonly engineOrigin?: string;
  readonly engineTimeoutMs?: number;
  readonly loglevel?: number;
}

export const NO_PREFERENCES: Preferences = { settings: { below: [], above: [] }, findings: [] };

/** Options that are settings, by the key of the setting. */
export const SETTING_OPTIONS = {
  'image.reference': ['imageRef', '--image-ref'],
  'image.version': ['imageVersion', '--image-version'],
  blocksroot: ['blocksRoot', '--blocks-root'],
  artifactsroot: ['artifactsRoot', '--artifacts-root'],
  logsroot: ['logsRoot', '--logs-root'],
  blocksconfig: ['blocksConfig', '--blocks-config'],
  containerroot: ['containerRoot', '--container-root'],
  sshprivatekey: ['sshPrivateKey', '--ssh-private-key'],
  dockerfile: ['dockerfile', '--dockerfile'],
  engine: ['engine', '--engine'],
  loglevel: ['loglevel', '--loglevel'],
} as const;

/** Settings that belong to whoever runs the command, and to no workspace. */
type UserWide = Pick<SettingsLayer['value'], 'engine' | 'engine_timeout' | 'loglevel'>;

/** Rejects with what the command line says wrongly; the rest is among the findings. */
export async function loadPreferences(
  options: GlobalOptions,
  { host, files }: Pick<World, 'host' | 'files'>,
): Promise<Preferences> {
  const user = await loadUserSettings(userFile(host), files);
  const environment = readSettings(findEnvironmentSettings(host.env));
  const flags = readSettings(saidBy(options));
  const wrong = flags.findings.find(isError)?.problem;
  if (wrong !== undefined)
    throw new Problem('USAGE', wrong.message, wrong.hint === undefined ? {} : { hint: wrong.hint });
  const [own] = user.layers;
  const nearest: UserWide = { ...own?.value, ...environment.layer.value, ...flags.layer.value };
  const { engine, loglevel } = nearest;
  const outside =
    environment.layer.value.engine === undefined ? 'engine in ~/.polycrate/polycrate.yml' : 'POLYCRATE_ENGINE';
  const engineOrigin = flags.layer.value.engine === undefined ? outside : '--engine';
  const engineTimeoutMs = parseDuration(nearest.engine_timeout ?? '');
  return {
    settings: { below: user.layers, above: [environment.layer, flags.layer] },
    findings: [...user.findings, ...environment.findings],
    ...(engine === undefined ? {} : { engine, engineOrigin }),
    ...(engineTimeoutMs === undefined ? {} : { engineTimeoutMs }),
    ...(loglevel === undefined ? {} : { loglevel }),
  };
}

function saidBy(options: GlobalOptions): Said[] {
  const named = Object.entries(SETTING_OPTIONS).flatMap(([key, [option, note]]) => {
    const text = options[option];
    return text === undefined ? [] : [{ key, text: String(text), note }];
  });
  const set = (options.set ?? []).map((assignment) => {
    const at = assignment.indexOf('=');
    const name = at === -1 ? assignment : assignment.slice(0, at);
    const key = VARIANT_TOOLS.some((tool) => tool === name) ? `toolchain.tools.${name}` : name;
    return { key, text: at === -1 ? 'true' : assignment.slice(at + 1), note: `--set ${name}` };
  });
  const verbose =
    options.verbose && options.loglevel === undefined ? [{ key: 'loglevel', text: '2', note: '--verbose' }] : [];
  const local = options.local === true ? [{ key: 'engine', text: 'local', note: '--local' }] : [];
  return [...verbose, ...local, ...set, ...named];
}
