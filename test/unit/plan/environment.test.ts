import { describe, expect, test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import { flatten } from '../../../src/plan/environment/flatten.ts';
import { catchProblem } from '../../support/problems.ts';
import { action, block, facts, host, request, workspace } from '../../support/resolved.ts';

const envOf = (...args: Parameters<typeof planAction>) => planAction(...args).env;

describe('the flattened variables', () => {
  test('turn paths into upper snake case', () => {
    expect(
      flatten('BLOCK', { config: { 'your-name': 'Ada', maxSize: 3, on: false, none: null } }, () => false),
    ).toEqual({
      BLOCK_CONFIG_YOUR_NAME: 'Ada',
      BLOCK_CONFIG_MAX_SIZE: '3',
      BLOCK_CONFIG_ON: 'false',
      BLOCK_CONFIG_NONE: '',
    });
  });

  test('number list items, and join lists of scalars', () => {
    expect(flatten('B', { users: ['ada', 'bob'], hosts: [{ name: 'a' }] }, () => false)).toEqual({
      B_USERS: 'ada,bob',
      B_USERS_0: 'ada',
      B_USERS_1: 'bob',
      B_HOSTS_0_NAME: 'a',
    });
  });

  test('leave secrets out, and a joined list with one of them too', () => {
    const secret = (path: string) => path === 'token' || path === 'users.1';
    expect(flatten('B', { token: 'x', users: ['ada', 'bob'] }, secret)).toEqual({ B_USERS_0: 'ada' });
  });

  test('hold the block, its workspace and its action', () => {
    const subject = block({ config: { greeting: 'Hi' }, actions: [action({ config: { colour: 'red' } })] });
    const env = envOf(workspace({ blocks: [subject], organization: 'acme-corp' }), request(), facts());
    expect(env).toMatchObject({
      BLOCK_NAME: 'hello',
      BLOCK_CONFIG_GREETING: 'Hi',
      ACTION_CONFIG_COLOUR: 'red',
      WORKSPACE_ORGANIZATION: 'acme-corp',
    });
  });

  test('hold leaves of secrets.poly only when the workspace asks for that', () => {
    const base = workspace({
      blocks: [block({ config: { password: 'hunter2' } })],
      secretValues: ['hunter2'],
      secretPaths: ['blocks.hello.config.password'],
    });
    expect(envOf(base, request(), facts())).not.toHaveProperty('BLOCK_CONFIG_PASSWORD');
    const asking = {
      ...base,
      settings: { ...base.settings, container: { ...base.settings.container, secrets: 'env' as const } },
    };
    expect(envOf(asking, request(), facts())['BLOCK_CONFIG_PASSWORD']).toBe('hunter2');
  });
});

describe('variables of the caller', () => {
  test('from --env win over the workspace, and the action’s own over both', () => {
    const subject = workspace({
      extraEnv: ['A=1', 'B=1', 'C=x=y'],
      blocks: [block({ actions: [action({ env: { B: '3' } })] })],
    });
    expect(envOf(subject, request({ env: ['A=2', 'B=2'] }), facts())).toMatchObject({ A: '2', B: '3', C: 'x=y' });
  });

  test('are taken over by a bare name', () => {
    const here = facts([], { host: host({ env: { EDITOR: 'vim' } }) });
    const env = envOf(workspace(), request({ env: ['EDITOR', 'MISSING'] }), here);
    expect(env['EDITOR']).toBe('vim');
    expect(env).not.toHaveProperty('MISSING');
  });

  test('with an impossible name are a problem that does not show the value', () => {
    const problem = catchProblem(() => envOf(workspace(), request({ env: ['1A=hunter2'] }), facts()));
    expect(problem.code).toBe('ENV_INVALID');
    expect(problem.message).toBe('"1A" cannot be the name of an environment variable');
  });
});

describe('the network of the caller', () => {
  test('reaches the action: proxies as variables, the certificate bundle as a read-only mount', () => {
    const here = facts(['/etc/ssl/corp.crt'], {
      host: host({ env: { https_proxy: 'http://proxy:3128', SSL_CERT_FILE: '/etc/ssl/corp.crt' } }),
    });
    const plan = planAction(workspace(), request(), here);
    expect(plan.env).toMatchObject({
      https_proxy: 'http://proxy:3128',
      REQUESTS_CA_BUNDLE: '/etc/polycrate/ca-certificates.crt',
      GIT_SSL_CAINFO: '/etc/polycrate/ca-certificates.crt',
    });
    expect(plan.mounts).toContainEqual({
      source: '/etc/ssl/corp.crt',
      target: '/etc/polycrate/ca-certificates.crt',
      readOnly: true,
    });
  });

  test('with additional certificates only leaves the bundles of the image alone', () => {
    const here = facts(['/extra.crt'], { host: host({ env: { NODE_EXTRA_CA_CERTS: '/extra.crt' } }) });
    expect(envOf(workspace(), request(), here)).not.toHaveProperty('SSL_CERT_FILE');
  });

  test('has its ssh agent mounted when it answers, and left out when it is dead', () => {
    const agent = (answers: boolean) => facts([], { agent: { socket: '/tmp/agent.1', answers } });
    expect(envOf(workspace(), request(), agent(true))['SSH_AUTH_SOCK']).toBe('/run/polycrate/ssh-agent.sock');
    expect(envOf(workspace(), request(), agent(false))).not.toHaveProperty('SSH_AUTH_SOCK');
  });
});

describe('terraform', () => {
  test('finds providers that a bundle has brought, wherever the code lies', () => {
    expect(envOf(workspace(), request(), facts([]))['XDG_DATA_DIRS']).toBeUndefined();
    const brought = facts(['/ws/artifacts/mirror/terraform/plugins']);
    expect(envOf(workspace(), request(), brought)['XDG_DATA_DIRS']).toBe(
      '/workspace/artifacts/mirror:/usr/local/share:/usr/share',
    );
  });

  test('keeps its state in the artifacts of the block, also in plain scripts', () => {
    const env = envOf(workspace(), request(), facts([], { terraform: 'local state' }));
    expect(env['TF_CLI_ARGS_apply']).toBe("-state='/workspace/artifacts/blocks/hello/terraform.tfstate'");
    expect(env['TF_DATA_DIR']).toBe('/workspace/artifacts/blocks/hello/.terraform');
  });

  test('is left to its own backend', () => {
    const env = envOf(workspace(), request(), facts([], { terraform: 'own backend' }));
    expect(env).not.toHaveProperty('TF_CLI_ARGS_apply');
    expect(env['TF_IN_AUTOMATION']).toBe('1');
  });

  test('goes on with a state that already lies beside the code', () => {
    const env = envOf(
      workspace(),
      request(),
      facts(['/ws/blocks/hello/terraform.tfstate'], { terraform: 'local state' }),
    );
    expect(env).not.toHaveProperty('TF_CLI_ARGS_apply');
  });
});

describe('a kubeconfig', () => {
  const subject = workspace({
    blocks: [
      block({
        name: 'app',
        kubeconfig: { from: 'cluster', filename: 'kubeconfig.yml', context: 'prod', namespace: 'shop' },
      }),
      block({ name: 'cluster' }),
    ],
  });

  test('comes from the block it names, with context and namespace', () => {
    const env = envOf(subject, request({ block: 'app' }), facts(['/ws/artifacts/blocks/cluster/kubeconfig.yml']));
    const path = '/workspace/artifacts/blocks/cluster/kubeconfig.yml';
    expect(env).toMatchObject({
      KUBECONFIG: `/run/polycrate/kube-context.yml:${path}`,
      K8S_AUTH_KUBECONFIG: path,
      HELM_KUBECONTEXT: 'prod',
      HELM_NAMESPACE: 'shop',
    });
  });

  test('of the caller is mounted read-only, outside the workspace', () => {
    const plan = planAction(workspace(), request(), facts(['/home/ada/.kube/config']));
    expect(plan.env['KUBECONFIG']).toBe('/etc/polycrate/kubeconfig.yml');
    expect(plan.mounts).toContainEqual({
      source: '/home/ada/.kube/config',
      target: '/etc/polycrate/kubeconfig.yml',
      readOnly: true,
    });
  });

  test('that the other block has not written yet is a problem', () => {
    const problem = catchProblem(() => envOf(subject, request({ block: 'app' }), facts()));
    expect(problem.code).toBe('ARTIFACT_MISSING');
    expect(problem.message).toBe(
      'block "app" takes its kubeconfig from "cluster", but artifacts/blocks/cluster/kubeconfig.yml is not there yet',
    );
  });
});
