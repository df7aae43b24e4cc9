import type { ConfigFile } from '../schema/config.ts';
import { defaultSettings, type Settings } from '../schema/settings.ts';
import { merge } from './merge.ts';

/** The settings of a workspace: what its `config` writes laid over the defaults; `version` is the CLI's own. */
export function resolveSettings(config: ConfigFile | undefined, version: string): Settings {
  const logsroot = config?.logsroot ?? config?.logging?.path;
  return merge(merge(defaultSettings(version), config ?? {}), logsroot === undefined ? {} : { logsroot }) as Settings;
}
