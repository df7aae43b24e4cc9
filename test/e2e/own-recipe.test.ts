import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { closeWorkspaces, copyWorkspace, createWorkspace, type TestWorkspace } from '../support/workspaces.ts';

afterEach(async () => {
  await closeWorkspaces();
  for (const { Id: id, RepoTags: tags } of await new Docker().listImages()) {
    if (tags?.some((tag) => /^localhost\/polycrate\/(test-|own-recipe:)/.test(tag)))
      await new Docker().getImage(id).remove({ force: true });
  }
});

const APP = 'blocks: [{ name: app, actions: [{ name: show, script: cat /opt/kept /opt/all/motd }] }]\n';
const CANARIES = ['canary-secret', 'canary-artifact', 'canary-key', 'canary-git', 'canary-record', 'canary-proxy'];
const PROXY = 'http://ada:canary-proxy@192.0.2.1:3128';

/** Everything that could leak lies in it, and its .dockerignore lets all of it in. */
const workspace = (recipe: string): Promise<TestWorkspace> =>
  createWorkspace({
    'workspace.poly': APP,
    'Dockerfile.poly': recipe,
    '.dockerignore': '!secrets.poly\n!artifacts\n!.git\n!**/id_ed25519\n',
    'secrets.poly': 'blocks: [{ name: app, config: { token: canary-secret } }]\n',
    'artifacts/secrets/token': 'canary-artifact',
    'keys/id_ed25519': 'canary-key',
    '.git/config': 'canary-git',
    '.logs/2026-01-01/x.txt': 'canary-record',
    motd: 'good morning\n',
  });

const RECIPE = `FROM debian:trixie-slim
COPY . /opt/all
RUN echo "this stays" >/opt/kept && env >/dev/null
`;

describe.each([
  ['BuildKit', {}],
  ['the classic builder', { DOCKER_BUILDKIT: '0' }],
])('an image of a Dockerfile.poly built by %s', (_name, builder) => {
  const env = { ...builder, HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY, NO_PROXY: '*' };

  test('is what actions run in, and holds neither what is secret in the workspace nor the login of the proxy', async () => {
    const ws = await workspace(RECIPE);
    const run = async () => (await ws.start(['run', 'app', 'show'], { env })).finished;
    const first = await run();
    expect(first).toMatchObject({ code: 0, stdout: 'this stays\ngood morning\n' });
    expect(first.stderr).toContain(`building localhost/polycrate/${ws.name}:`);
    expect(first.stderr).toContain('✔ [3/');
    const second = await run();
    expect(second.stderr).not.toContain('building');
    const image = (await ws.records())[0]?.image ?? '';
    const saved = await save(image);
    expect(saved.includes('good morning')).toBe(true);
    expect(CANARIES.filter((canary) => saved.includes(canary))).toEqual([]);
  });

  test('shows the step that failed with what it printed, once, and its line', async () => {
    const ws = await workspace('FROM debian:trixie-slim\n\nRUN true\nRUN echo "no such package" && \\\n    exit 3\n');
    const { code, stderr } = await (await ws.start(['run', 'app', 'show'], { env })).finished;
    expect(code).toBe(69);
    expect(stderr.match(/^ +\| no such package$/gm)).toHaveLength(1);
    expect(stderr).toContain(
      'error[IMAGE_BUILD_FAILED] Dockerfile.poly: RUN echo "no such package" && exit 3: exit code 3\n',
    );
    expect(stderr).toContain('Dockerfile.poly:4:1\n');
    expect(await ws.records()).toMatchObject([{ state: 'failed' }]);
  });
});

test('the image that actions would run in otherwise comes into a recipe as TOOLCHAIN', async () => {
  const ws = await createWorkspace({
    'workspace.poly': 'blocks: [{ name: app, actions: [{ name: show, script: cat /opt/motd; terraform version }] }]\n',
    'Dockerfile.poly': 'ARG TOOLCHAIN\nFROM $TOOLCHAIN\nCOPY motd /opt/\n',
    motd: 'good morning\n',
  });
  const { code, stdout } = await ws.polycrate('run', 'app', 'show');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^good morning\nTerraform v1/) as unknown,
  });
  expect(JSON.parse((await ws.polycrate('toolchain', 'build', '-o', 'json')).stdout)).toMatchObject({ built: false });
});

test('the example runs as its page says', async () => {
  const ws = await copyWorkspace(path.join(import.meta.dirname, '../../examples/own-recipe'));
  const write = async () => ws.polycrate('run', 'letters', 'write');
  const first = await write();
  expect(first).toMatchObject({ code: 0, stdout: 'Hello, own-recipe!\n' });
  expect(first.stderr).toContain('building localhost/polycrate/own-recipe:');
  expect((await write()).stderr).not.toContain('building');
  await ws.write('tools/greet', `${await ws.read('tools/greet')}\n`);
  expect((await write()).stderr).toContain('building');
});

// A secret is no part of what a step is cached by, so the step is another one each time.
test('secrets and certificates reach the steps that mount them, and neither the image nor what is printed', async () => {
  const recipe = `FROM debian:trixie-slim
ARG GOPROXY
RUN --mount=type=secret,id=token,required=true --mount=type=secret,id=file --mount=type=secret,id=GOPROXY --mount=type=secret,id=unset \\
    --mount=type=secret,id=ca,target=/etc/ssl/certs/ca-certificates.crt \\
    : ${randomUUID()}; cd /run/secrets && echo "says $(cat token)" && cat token file GOPROXY /etc/ssl/certs/ca-certificates.crt | sha256sum >/sums && [ ! -e unset ] && [ -z "$GOPROXY" ]
`;
  const canaries = {
    token: 'canary-token-4711',
    file: 'canary-file-4711',
    goproxy: 'https://ada:canary-login-4711@192.0.2.1',
    ca: 'canary-authority-4711',
  };
  const ws = await createWorkspace({
    'workspace.poly': `config: { toolchain: { secrets: { token: env=TOKEN, file: src=artifacts/secrets/file } } }
blocks: [{ name: app, actions: [{ name: show, script: cat /sums }] }]\n`,
    'Dockerfile.poly': recipe,
    'artifacts/secrets/file': canaries.file,
    'ca.crt': canaries.ca,
  });
  const env = { TOKEN: canaries.token, GOPROXY: canaries.goproxy, SSL_CERT_FILE: `${ws.directory}/ca.crt` };
  const { code, stdout, stderr } = await (await ws.start(['run', 'app', 'show', '--verbose'], { env })).finished;
  const all = createHash('sha256').update(canaries.token + canaries.file + canaries.goproxy + canaries.ca);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${all.digest('hex')}  -\n` });
  expect(stderr).toContain('says ***');
  const saved = await save((await ws.records())[0]?.image ?? '');
  expect(Object.values(canaries).filter((canary) => saved.includes(canary) || stderr.includes(canary))).toEqual([]);
  const classic = await (
    await ws.start(['toolchain', 'build', '--force'], { env: { ...env, DOCKER_BUILDKIT: '0' } })
  ).finished;
  expect(classic).toMatchObject({ code: 69, stderr: expect.stringContaining('BuildKit') as unknown });
});

test('a secret that is not set is absent for the build as well, also where no other is; one that is required is named', async () => {
  const step = (options: string): string =>
    `FROM debian:trixie-slim\nRUN --mount=type=secret,id=unset${options} : ${randomUUID()}; [ ! -e /run/secrets/unset ]\n`;
  const ws = await createWorkspace({
    'workspace.poly': 'config: { toolchain: { secrets: { unset: env=UNSET } } }\n',
    'Dockerfile.poly': step(''),
  });
  const build = async () => (await ws.start(['toolchain', 'build'])).finished;
  expect(await build()).toMatchObject({ code: 0 });
  await writeFile(path.join(ws.directory, 'Dockerfile.poly'), step(',required'));
  expect(await build()).toMatchObject({
    code: 69,
    stderr: expect.stringContaining('secret unset not found') as unknown,
  });
});

test('mirrors are asked: that of Debian by a build, those of charts and providers by actions', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, answer) => {
    asked.push(url);
    answer.writeHead(url === '/charts/index.yaml' ? 200 : 404).end('apiVersion: v1\nentries: {}\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const provider = 'mirror/registry.terraform.io/acme/thing/1.0.0/linux_amd64/terraform-provider-thing_v1.0.0';
  const ws = await createWorkspace({
    'workspace.poly': `config: { toolchain: { mirrors: { debian: "deb [trusted=yes] ${at}/debian trixie main", charts: { acme: "${at}/charts" }, providers: mirror } } }
blocks: [{ name: app, actions: [{ name: update, script: [helm repo update, cd mirror/code, terraform init] }] }]\n`,
    'Dockerfile.poly': `ARG TOOLCHAIN
FROM $TOOLCHAIN
ARG DEBIAN_SOURCES
RUN echo "$DEBIAN_SOURCES" >/tmp/sources && apt-get -o Dir::Etc::SourceList=/tmp/sources -o Dir::Etc::SourceParts=- -o Acquire::http::Proxy=false update || true
`,
    'mirror/code/main.tf':
      'terraform {\n  required_providers {\n    thing = {\n      source = "acme/thing"\n    }\n  }\n}\n',
    [provider]: '#!/bin/sh\n',
  });
  await chmod(path.join(ws.directory, provider), 0o755);
  const { code, stdout } = await (
    await ws.start(['run', 'app', 'update'], { env: { NO_PROXY: '*', no_proxy: '*' } })
  ).finished;
  server.close();
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining('Installed acme/thing v1.0.0') as unknown,
  });
  expect(asked).toEqual(expect.arrayContaining(['/debian/dists/trixie/InRelease', '/charts/index.yaml']));
});

/** All layers and the configuration with its history, as `docker save` writes them. */
async function save(reference: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await new Docker().getImage(reference).get()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
