import type { Settings } from '../schema/settings.ts';
import type { JobFile } from './plan.ts';

/** The build arguments that a workspace's mirrors become. */
export function mirrorArguments({ toolchain }: Pick<Settings, 'toolchain'>): Readonly<Record<string, string>> {
  const { debian, go, pypi } = toolchain?.mirrors ?? {};
  return {
    ...(debian === undefined ? {} : { DEBIAN_SOURCES: debian.trimEnd() }),
    ...(go === undefined ? {} : { GOPROXY: go }),
    ...(pypi === undefined ? {} : { PIP_INDEX_URL: pypi }),
  };
}

/** What an action finds its mirrors by. */
interface MirrorFiles {
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly JobFile[];
}

/**
 * Terraform's and Helm's own settings for the mirrors of a workspace, as files of the job below `root`; `inWorkspace` says where a folder of
 * the workspace is for the action. Nothing where there are none. See terraform's "Provider Installation" and helm's repositories.yaml.
 */
export function mirrorFiles(
  { toolchain }: Pick<Settings, 'toolchain'>,
  { root, inWorkspace }: { readonly root: string; readonly inWorkspace: (path: string) => string },
): MirrorFiles {
  const { providers, charts } = toolchain?.mirrors ?? {};
  const env: Record<string, string> = {};
  const files: JobFile[] = [];
  if (providers !== undefined) {
    env['TF_CLI_CONFIG_FILE'] = `${root}/terraform.tfrc`;
    const mirror = providers.startsWith('https://')
      ? `network_mirror {\n    url = ${JSON.stringify(providers.replace(/\/*$/, '/'))}\n  }`
      : `filesystem_mirror {\n    path = ${JSON.stringify(inWorkspace(providers))}\n  }`;
    files.push({ path: 'terraform.tfrc', contents: `provider_installation {\n  ${mirror}\n}\n`, mode: 0o600 });
  }
  if (charts !== undefined) {
    env['HELM_REPOSITORY_CONFIG'] = `${root}/helm-repositories.yaml`;
    const repositories = Object.entries(charts).map(([name, url]) => ({ name, url }));
    const contents = `${JSON.stringify({ apiVersion: '', repositories }, undefined, 1)}\n`;
    files.push({ path: 'helm-repositories.yaml', contents, mode: 0o600 });
  }
  return { env, files };
}
