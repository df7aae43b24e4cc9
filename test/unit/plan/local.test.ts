import { describe, expect, test } from '@jest/globals';
import { planAction, surveyHost, type Facts } from '../../../src/plan/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { catchProblem } from '../../support/problems.ts';
import { action, block, facts, host, noRecipes, request, workspace } from '../../support/resolved.ts';

const folder = '/run/user/1000/polycrate-000000000001';
const local = { folder, system: 'Debian GNU/Linux 12 (bookworm)', inside: 'host' } as const;
const here = (present: readonly string[] = [], changes: Partial<Facts> = {}) => facts(present, { local, ...changes });
const wish = request({ local: true });

describe('a plan without a container', () => {
  test('speaks of the host everywhere', () => {
    const env = { PATH: '/usr/bin', HOME: '/home/ada', LC_ALL: 'C.UTF-8', SSL_CERT_FILE: '/etc/ca.crt', EDITOR: 'vim' };
    const agent = { socket: '/tmp/agent', answers: true };
    const key = '/ws/artifacts/secrets/id_ed25519';
    const present = [key, '/home/ada/.kube/config', '/etc/ca.crt'];
    const plan = planAction(workspace(), wish, here(present, { host: host({ env }), agent }));
    const { env: given, files: _files, ...rest } = plan;
    expect(JSON.stringify([given, rest])).not.toMatch(
      /\/workspace|\/run\/polycrate|\/etc\/polycrate|\/home\/polycrate/,
    );
    expect(plan).toMatchObject({
      image: 'local: Debian GNU/Linux 12 (bookworm)',
      command: ['bash', `${folder}/script.sh`],
      workingDirectory: '/ws/blocks/hello',
      mounts: [],
      local: { folder },
    });
    expect(given).toMatchObject({
      HOME: '/home/ada',
      LC_ALL: 'C.UTF-8',
      IN_CONTAINER: '0',
      ARTIFACTS: '/ws/artifacts/blocks/hello',
      WORKSPACE_PATH: '/ws',
      POLYCRATE_WORKSPACE_SNAPSHOT_JSON: `${folder}/snapshot.json`,
      ANSIBLE_INVENTORY: `${folder}/localhost.yml`,
      ANSIBLE_PRIVATE_KEY_FILE: key,
      KUBECONFIG: '/home/ada/.kube/config',
      SSL_CERT_FILE: '/etc/ca.crt',
      SSH_AUTH_SOCK: '/tmp/agent',
    });
    expect(given).not.toHaveProperty('EDITOR');
  });

  test('passes the way to the engine on only to blocks that are granted one', () => {
    const { host: plain } = here();
    const where = { host: { ...plain, env: { DOCKER_HOST: 'unix:///run/d.sock' } } };
    const granted = workspace({ blocks: [block({ kind: 'dockerapp' })] });
    expect(planAction(workspace(), wish, here([], where)).env).not.toHaveProperty('DOCKER_HOST');
    expect(planAction(granted, wish, here([], where)).env).toMatchObject({ DOCKER_HOST: 'unix:///run/d.sock' });
  });

  test('finds files that are written with their path in the container', () => {
    const written = workspace({ inventoryFilename: '/workspace/hosts.yml' });
    const plan = planAction(written, wish, here(['/ws/hosts.yml']));
    expect(plan.env['ANSIBLE_INVENTORY']).toBe('/ws/hosts.yml');
  });

  test('warns of limits that nothing holds it to, and refuses to run where safety was asked for', () => {
    const limited = workspace({
      blocks: [block({ container: { memory: '2g', cpus: 2, capabilities: ['NET_ADMIN'] } })],
    });
    expect(planAction(limited, wish, here()).ignored).toMatchObject([
      {
        code: 'LOCAL_UNSUPPORTED',
        message: expect.stringContaining('container.cpus, container.memory, container.capabilities:'),
      },
    ]);
    expect(planAction(limited, request(), facts()).ignored).toBeUndefined();
    expect(planAction(workspace(), wish, here()).ignored).toBeUndefined();
    const sealed = workspace({ blocks: [block({ container: { readonly: true } })] });
    expect(catchProblem(() => planAction(sealed, wish, here()))).toMatchObject({
      code: 'LOCAL_UNSUPPORTED',
      message: expect.stringContaining('container.readonly'),
    });
  });

  test('says all at once what cannot be had', () => {
    const wishes = workspace({
      extraMounts: ['/data:/mnt/data', '/srv:/srv'],
      blocks: [block({ container: { network: 'none', user: '5:5' }, actions: [action()] })],
    });
    const problem = catchProblem(() => planAction(wishes, wish, here(['/data', '/srv'])));
    expect([problem, ...problem.others]).toMatchObject([
      { code: 'LOCAL_UNSUPPORTED', message: expect.stringContaining('/data') as unknown },
      { code: 'LOCAL_UNSUPPORTED', hint: expect.stringContaining('container: {network: host} in block') as unknown },
      { code: 'LOCAL_UNSUPPORTED', hint: expect.stringContaining('container: {user: caller} in block') as unknown },
    ]);
  });

  test('names the option that helps only where no block says otherwise', () => {
    const settings = { ...workspace().settings, container: { ...workspace().settings.container, network: 'none' } };
    expect(catchProblem(() => planAction(workspace({ settings }), wish, here()))).toMatchObject({
      hint: 'for this run: --set container.network=host',
    });
  });
});

describe('the survey of this machine', () => {
  const survey = async (files: Record<string, string>, changes: Parameters<typeof host>[0] = {}) => {
    const surroundings = {
      files: createMemoryFiles(files),
      host: host(changes),
      agentAnswers: () => Promise.resolve(false),
      recipes: noRecipes,
    };
    return (await surveyHost(workspace(), wish, surroundings)).local;
  };

  test('puts files where only the user can look, in memory if there is such a place', async () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000', TMPDIR: '/var/tmp' };
    expect(await survey({ '/run/user/1000/bus': '' }, { env })).toMatchObject({ folder });
    expect(await survey({ '/var/tmp/x': '' }, { env })).toMatchObject({ folder: '/var/tmp/polycrate-000000000001' });
    expect(await survey({}, { env })).toMatchObject({ folder: '/tmp/polycrate-000000000001' });
    // Root may run an action as somebody else, who must be able to get there.
    expect(await survey({ '/run/user/1000/bus': '' }, { env, uid: 0 })).toMatchObject({
      folder: '/tmp/polycrate-000000000001',
    });
  });

  test('tells the toolchain image from other containers, and those from a host', async () => {
    const release = { '/etc/os-release': 'ID=debian\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n' };
    expect(await survey(release)).toMatchObject({ inside: 'host', system: 'Debian GNU/Linux 13 (trixie)' });
    expect(await survey({ '/run/.containerenv': '' })).toMatchObject({ inside: 'container', system: 'linux' });
    const image = { ...release, '/.dockerenv': '', '/etc/polycrate/toolchain.json': '{}' };
    expect(await survey(image)).toMatchObject({ inside: 'toolchain' });
  });
});
