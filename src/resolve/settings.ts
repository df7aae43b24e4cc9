import type { ConfigFile } from '../schema/config.ts';
import { defaultSettings, type Settings } from '../schema/settings.ts';
import { type OutsideSettings, type SettingsLayer, placeOf, type WrittenWorkspace } from '../workspace/index.ts';
import { explain, type Explained, noted, type Source } from './explain/index.ts';
import { merge } from './merge.ts';
import { variantOf } from './variant.ts';

/**
 * The settings of a workspace, nearer ones over farther ones: defaults, the user's file, what its files write, the environment, the
 * command line. `version` is the CLI's own.
 */
export function resolveSettings(
  config: ConfigFile | undefined,
  { below, above }: OutsideSettings,
  version: string,
): Settings {
  const layers = [...below.map(configOf), config ?? {}, ...above.map(configOf)];
  const merged = layers.map(withLogsroot).reduce<unknown>(merge, defaultSettings(version)) as Settings &
    Pick<ConfigFile, 'toolchain'>;
  const variant = variantOf(merged.toolchain?.tools);
  return variant === undefined ? merged : { ...merged, image: { ...merged.image, variant } };
}

/** Whether the workspace, its user, the environment or the command line says which image. */
export function findImageChoice(
  config: ConfigFile | undefined,
  { below, above }: OutsideSettings,
): { readonly choosesImage?: true } {
  const layers = [...below.map(configOf), config, ...above.map(configOf)];
  return layers.some((layer) => layer?.image !== undefined || layer?.toolchain?.tools !== undefined)
    ? { choosesImage: true }
    : {};
}

/** Engine and log level belong to the command line, and no workspace has them. */
function configOf({ value }: SettingsLayer): ConfigFile {
  const { engine: _engine, engine_timeout: _timeout, loglevel: _loglevel, ...config } = value;
  return config;
}

/** `logging.path` is another way to write `logsroot`. */
function withLogsroot(config: ConfigFile): ConfigFile {
  const logsroot = config.logsroot ?? config.logging?.path;
  return logsroot === undefined ? config : { ...config, logsroot };
}

/** Settings as a whole, and leaf by leaf with who set each and what that overrode. */
export interface ExplainedSettings {
  readonly value: unknown;
  readonly leaves: readonly Explained[];
}

/** Everything that is set, also what has no effect yet; without a workspace what holds in all of them. */
export function explainSettings(
  written: Pick<WrittenWorkspace, 'main' | 'secrets'> | undefined,
  { below, above }: OutsideSettings,
  version: string,
): ExplainedSettings {
  const files = [written?.main, written?.secrets].flatMap((file) => (file?.value.config === undefined ? [] : [file]));
  const sources: Source[] = [
    noted({ ...defaultSettings(version), engine_timeout: '60s', loglevel: 1 }, 'default'),
    ...below,
    ...files.map((file) => ({
      value: file.value.config,
      confidential: file.confidential,
      originOf: (way: readonly (string | number)[]) => ({ place: placeOf(file, ['config', ...way], 'value') }),
    })),
    ...above,
  ];
  const told = sources.map(tellLogsroot);
  const value = told.map((source) => source.value).reduce(merge);
  return { value, leaves: explain(value, told, { isNamedList: () => false }) };
}

/** The source with its `logging.path` as the `logsroot` it is. */
function tellLogsroot(source: Source): Source {
  const written = source.value as ConfigFile;
  if (written.logsroot !== undefined || written.logging?.path === undefined) return source;
  return {
    ...source,
    value: withLogsroot(written),
    originOf: (path) => source.originOf(path.length === 1 && path[0] === 'logsroot' ? ['logging', 'path'] : path),
  };
}
