import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { describe, jest, test } from '@jest/globals';
import { createEngine } from '../../../src/adapters/engine/index.ts';
import type { ProblemCode } from '../../../src/errors.ts';
import { describeUnreachable } from '../../../src/adapters/engine/failures.ts';
import { type EngineServer, json, refuse, RUNNING, serve, stream } from '../../support/engine-server.ts';
import { expectWording, render, scenario, told, type Answer, type Scenario } from '../../support/command-line.ts';

// Each test runs many commands.
jest.setTimeout(60_000);

const OWN = {
  'workspace.poly': 'name: acme\n',
  'blocks/web/block.poly': 'name: web\nactions: [{name: say, script: echo hi}]\n',
};
const SHOP = { ...OWN, 'workspace.poly': 'name: acme\nconfig: {image: {reference: example/tools, version: "1"}}\n' };

describe('what a person reads when the engine', () => {
  test('cannot be found', async () => {
    await using ws = await scenario(SHOP);
    const code = 'ENGINE_NOT_FOUND';
    const search = { uid: 1000, home: ws.directory };
    const sockets = { docker: path.join(ws.directory, 'docker.sock'), podman: path.join(ws.directory, 'podman.sock') };
    const env = { XDG_RUNTIME_DIR: path.join(ws.directory, 'run') };
    const engine = () => createEngine({ ...search, env, systemSockets: sockets });
    const podman = () => createEngine({ ...search, env, systemSockets: sockets, explicit: 'podman' });
    const chosen = async (chosenBy: Record<string, string>) =>
      told(code, await ws.polycrateWith({ findsEngine: true, env: surroundings(ws, chosenBy) }, ...SAY), ws);
    expectWording(code, {
      'nothing is there': told(code, await ws.polycrateWith({ engine }, ...SAY), ws),
      'podman is asked for, and not there': told(code, await ws.polycrateWith({ engine: podman }, ...SAY), ws),
      'DOCKER_HOST=ssh://-oProxyCommand=x': await chosen({ DOCKER_HOST: 'ssh://-oProxyCommand=x' }),
      'DOCKER_CONTEXT=staging': await chosen({ DOCKER_CONTEXT: 'staging' }),
      '--engine nerdctl': told(code, await say(ws, { place: 'nerdctl' }), ws),
      'POLYCRATE_ENGINE=nerdctl': await chosen({ POLYCRATE_ENGINE: 'nerdctl' }),
    });
  });

  test('does not answer', async () => {
    await using ws = await scenario({ ...SHOP, 'dead.sock': '' });
    await using other = await serve(ws, { 'GET /_ping': (_asked, answer) => answer.end('hello') });
    await using dying = await serve(ws, { 'POST /containers/create': (asked) => void asked.socket.destroy() });
    const code = 'ENGINE_UNREACHABLE';
    const at = async (place: string) => told(code, await say(ws, { place }), ws);
    const env = surroundings(ws, { DOCKER_HOST: 'unix:///nonexistent/none.sock' });
    expectWording(code, {
      'no socket': await at(`unix://${ws.directory}/none.sock`),
      'DOCKER_HOST=unix:///nonexistent/none.sock': told(
        code,
        await ws.polycrateWith({ findsEngine: true, env }, ...SAY),
        ws,
      ),
      'a file that is no socket': await at(`unix://${ws.directory}/dead.sock`),
      'a port nobody listens on': await at('tcp://127.0.0.1:1'),
      'something else answers': await at(other.place),
      'it hangs up': await at(dying.place),
    });
  });

  test('is not for this user', async () => {
    // Root may open every socket.
    const code = 'ENGINE_PERMISSION_DENIED';
    const refused = async (file: string, origin: string) => {
      const failure = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
      const answer = await render(describeUnreachable({ endpoint: { kind: 'unix', path: file }, origin }, failure));
      return told(code, answer, { directory: '/work/shop' });
    };
    expectWording(code, {
      docker: await refused('/var/run/docker.sock', 'docker'),
      podman: await refused('/run/podman/podman.sock', 'podman'),
    });
  });

  test('is too old', async () => {
    await using ws = await scenario(SHOP);
    await using engine = await serve(ws, {
      'GET /_ping': (_asked, answer) =>
        answer.writeHead(200, { 'Api-Version': '1.40', Server: 'Docker/19.03.15 (linux)' }).end('OK'),
    });
    await expectAnswer('ENGINE_TOO_OLD', ws, { 'docker 19.03': engine });
  });

  test('hangs up while the action runs', async () => {
    await using ws = await scenario(SHOP);
    await using engine = await serve(ws, RUNNING);
    engine.afterStart = ({ hangUp }) => {
      hangUp();
    };
    await expectAnswer('ENGINE_LOST', ws, { 'it hangs up': engine });
  });

  test('refuses', async () => {
    await using ws = await scenario(SHOP);
    await using creating = await serve(ws, { 'POST /containers/create': refuse(500, 'no space left on device') });
    await using attaching = await serve(ws, RUNNING);
    attaching.attachRefusal = 'container c1 is paused, unpause the container before attach';
    await using starting = await serve(ws, {
      ...RUNNING,
      'POST /containers/c1/start': refuse(500, 'cgroups: cannot find cgroup mount destination'),
    });
    await expectAnswer('ENGINE_FAILED', ws, {
      'to create the container': creating,
      'to attach to it': attaching,
      'to start it': starting,
    });
  });

  test('does not see what is to be mounted', async () => {
    await using ws = await scenario(SHOP);
    await using elsewhere = await serve(ws, {
      'POST /containers/create': refuse(
        400,
        `invalid mount config for type "bind": bind source path does not exist: ${ws.directory}`,
      ),
    });
    const code = 'MOUNT_SOURCE_MISSING';
    const mounting = await ws.polycrate('run', 'web', 'say', '--mount', './data:/data');
    expectWording(code, {
      'polycrate run web say --mount ./data:/data': told(code, mounting, ws),
      'the engine is on another machine': told(code, await say(ws, elsewhere), ws),
    });
  });
});

describe('what a person reads when the image', () => {
  test('cannot be had', async () => {
    await using ws = await scenario(SHOP);
    await using own = await scenario(OWN);
    const denied = 'pull access denied for example/tools, repository does not exist or may require "docker login"';
    await using refusing = await serve(ws, { 'POST /images/create': refuse(404, denied) });
    await using failing = await serve(ws, { 'POST /images/create': stream({ error: 'unexpected EOF' }) });
    await using forgetting = await serve(ws, { 'POST /images/create': stream({ status: 'Pulling' }) });
    await using bare = await serve(own, { 'POST /images/create': stream({ error: 'no route to host' }) });
    const code = 'IMAGE_UNAVAILABLE';
    expectWording(code, {
      'the registry refuses': told(code, await say(ws, refusing), ws),
      'the pull breaks': told(code, await say(ws, failing), ws),
      'it is pulled and not there': told(code, await say(ws, forgetting), ws),
      'it is to be built, from an image that cannot be pulled': told(code, await say(own, bare), own),
    });
  });

  test('cannot be built', async () => {
    await using ws = await scenario(OWN);
    const base = {
      'GET /images/debian:trixie-slim/json': (_asked: IncomingMessage, answer: ServerResponse) => {
        json(answer, 200, { Id: 'sha256:1', Config: {}, RepoTags: null, Size: 1, Created: '2026-01-01T00:00:00Z' });
      },
      'POST /images/create': stream({ error: 'no route to host' }),
    };
    const step = { stream: 'Step 3/9 : RUN apt-get update\nE: Unable to fetch some archives\n' };
    const failed = { error: 'The command "apt-get update" returned a non-zero code: 100' };
    await using failing = await serve(ws, { ...base, 'POST /build': stream(step, failed) });
    await using refusing = await serve(ws, { ...base, 'POST /build': refuse(500, 'dockerfile parse error on line 1') });
    const recipe = { 'Dockerfile.poly': 'FROM debian:trixie-slim\n\nRUN apt-get update\n' };
    await using own = await scenario({ ...OWN, ...recipe });
    const second = { stream: 'Step 2/4 : RUN apt-get update\nE: Unable to fetch some archives\n' };
    await using breaking = await serve(own, { ...base, 'POST /build': stream(second, failed) });
    const named = 'dockerfile parse error line 3: unknown instruction: RUNN';
    await using unreadable = await serve(own, { ...base, 'POST /build': refuse(400, named) });
    await using secret = await scenario({
      ...OWN,
      'Dockerfile.poly': 'FROM x\nCOPY secrets.poly /\n',
      'secrets.poly': '',
    });
    await using gone = await scenario({ ...OWN, 'Dockerfile.poly': 'FROM x\nCOPY gone /\n' });
    await using ignored = await scenario({
      ...OWN,
      'Dockerfile.poly': 'FROM x\nCOPY a /\n',
      a: '',
      '.dockerignore': 'a\n',
    });
    const code = 'IMAGE_BUILD_FAILED';
    const build = async (there: Scenario) => told(code, await there.polycrate('toolchain', 'build'), there);
    // The image's tag is a hash of this version, too.
    const withRecipe = async (server: EngineServer) =>
      told(code, await say(own, server), own).replace(/(\/acme:)[0-9a-f]+/g, '$1<hash>');
    expectWording(code, {
      'a step fails': told(code, await say(ws, failing), ws),
      'the engine refuses': told(code, await say(ws, refusing), ws),
      'a step of Dockerfile.poly fails': await withRecipe(breaking),
      'Dockerfile.poly cannot be read': await withRecipe(unreadable),
      'Dockerfile.poly copies a secret': await build(secret),
      'Dockerfile.poly copies what is not there': await build(gone),
      'Dockerfile.poly copies what is ignored': await build(ignored),
    });
  });

  test('lacks what every action needs', async () => {
    await using ws = await scenario(SHOP);
    await using bashless = await serve(ws, {
      ...RUNNING,
      'POST /containers/c1/start': refuse(
        400,
        'failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
      ),
    });
    await using toolless = await serve(ws, RUNNING);
    toolless.afterStart = ({ end }) => {
      end(114);
    };
    await expectAnswer('IMAGE_UNSUITABLE', ws, { 'bash is missing': bashless, 'mkfifo is missing': toolless });
  });
});

const SAY = ['run', 'web', 'say'];

/** The environment of a user without settings for any engine but these. */
function surroundings({ directory }: Scenario, chosen: Readonly<Record<string, string>> = {}) {
  return { PATH: process.env['PATH'], HOME: directory, DOCKER_CONFIG: directory, NO_COLOR: '1', ...chosen };
}

/** Runs the action with the real engine adapter in front of this server. */
function say(ws: Scenario, { place }: Pick<EngineServer, 'place'>): Promise<Answer> {
  return ws.polycrateWith({ findsEngine: true, env: surroundings(ws) }, '--engine', place, ...SAY);
}

async function expectAnswer(code: ProblemCode, ws: Scenario, engines: Readonly<Record<string, EngineServer>>) {
  const texts: Record<string, string> = {};
  for (const [occasion, engine] of Object.entries(engines)) texts[occasion] = told(code, await say(ws, engine), ws);
  expectWording(code, texts);
}
