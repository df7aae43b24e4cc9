import { describe, expect, test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import { mirrorArguments } from '../../../src/plan/mirrors.ts';
import { defaultSettings, type Mirrors } from '../../../src/schema/settings.ts';
import { facts, request, workspace } from '../../support/resolved.ts';

function plan(mirrors: Mirrors) {
  const settings = { ...defaultSettings('0.1.0'), toolchain: { mirrors } };
  const planned = planAction(workspace({ settings }), request(), facts());
  const fileOf = (path: string) => planned.files.find((file) => file.path === path)?.contents;
  return { ...planned, fileOf };
}

describe('the mirrors of a workspace', () => {
  test('reach builds as arguments', () => {
    const mirrors = {
      debian: 'deb https://m.example/debian trixie main\n',
      go: 'https://m.example/go',
      pypi: 'https://m.example/p',
    };
    const expected = {
      DEBIAN_SOURCES: 'deb https://m.example/debian trixie main',
      GOPROXY: 'https://m.example/go',
      PIP_INDEX_URL: 'https://m.example/p',
    };
    expect(mirrorArguments({ toolchain: { mirrors } })).toEqual(expected);
    const { mirrors: planned, env } = plan(mirrors);
    expect(planned).toEqual(expected);
    expect(env).not.toHaveProperty('GOPROXY');
  });

  test('reach Terraform as the only source of providers, over the network or in the workspace', () => {
    const remote = plan({ providers: 'https://m.example/providers' });
    expect(remote.env['TF_CLI_CONFIG_FILE']).toBe('/run/polycrate/terraform.tfrc');
    expect(remote.fileOf('terraform.tfrc')).toBe(
      'provider_installation {\n  network_mirror {\n    url = "https://m.example/providers/"\n  }\n}\n',
    );
    expect(plan({ providers: 'mirror' }).fileOf('terraform.tfrc')).toContain(
      'filesystem_mirror {\n    path = "/workspace/mirror"\n  }',
    );
  });

  test('reach Helm as its repositories', () => {
    const { env, fileOf } = plan({ charts: { bitnami: 'https://m.example/b' } });
    expect(env['HELM_REPOSITORY_CONFIG']).toBe('/run/polycrate/helm-repositories.yaml');
    expect(JSON.parse(fileOf('helm-repositories.yaml') ?? '')).toEqual({
      apiVersion: '',
      repositories: [{ name: 'bitnami', url: 'https://m.example/b' }],
    });
  });

  test('leave everything as it is where there are none', () => {
    const { env, mirrors } = plan({});
    expect(mirrors).toBeUndefined();
    expect(env).not.toHaveProperty('TF_CLI_CONFIG_FILE');
    expect(env).not.toHaveProperty('HELM_REPOSITORY_CONFIG');
  });
});
