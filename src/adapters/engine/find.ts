import { accessSync, type Stats, statSync } from 'node:fs';
import { Problem, isProblem } from '../../errors.ts';
import { compareVersions } from './api-version.ts';
import { listCandidates } from './candidates.ts';
import type { Candidate, SearchOptions } from './candidates.ts';
import { formatEndpoint } from './endpoint.ts';
import { codeOf, describeUnreachable } from './failures.ts';
import { pingEngine } from './probe.ts';
import type { Pong } from './probe.ts';
import { openRoute } from './route.ts';
import type { Route } from './route.ts';

/** An engine that has answered. */
export interface FoundEngine extends Candidate {
  readonly pong: Pong;
  /** Why this one, e.g. `chosen by DOCKER_HOST`. */
  readonly rule: string;
  readonly route: Route;
  /** False when root runs it for sure; otherwise only the engine itself can tell. */
  readonly maybeRootless: boolean;
}

/** Docker 20.10 and podman 4: the first with `next-exit` waits, `Mounts` and BuildKit as used here. */
const OLDEST_API = [1, 41] as const;
const PING_TIMEOUT_MS = 5_000;
const NOT_FOUND = {
  docker: {
    said: 'Docker does not answer',
    hint: 'sudo systemctl start docker   (without root: systemctl --user start docker)',
  },
  podman: {
    said: 'Podman does not answer',
    hint: 'systemctl --user start podman.socket   (as root: sudo systemctl start podman.socket)',
  },
  any: {
    said: 'Neither docker nor podman answers',
    hint: 'sudo systemctl start docker   (without root: systemctl --user start podman.socket; without any engine: --local)',
  },
} as const;

/** The first engine that answers. Rejects with ENGINE_UNREACHABLE, ENGINE_PERMISSION_DENIED or ENGINE_TOO_OLD for a chosen place, and for the usual places with the most useful of these or ENGINE_NOT_FOUND, which lists all of them. */
export async function findEngine(options: SearchOptions): Promise<FoundEngine> {
  const candidates = await listCandidates(options);
  if ('chosen' in candidates) return reachEngine(candidates.chosen, `chosen by ${candidates.chosen.origin}`, options);
  const failures: { readonly candidate: Candidate; readonly problem: Problem | undefined }[] = [];
  for (const candidate of candidates.usual) {
    const found = await tryEngine(candidate, options);
    if (found !== undefined && !isProblem(found)) return found;
    failures.push({ candidate, problem: found });
  }
  const problems = failures.map((failure) => failure.problem);
  const telling =
    problems.find((problem) => problem?.code === 'ENGINE_PERMISSION_DENIED') ??
    problems.find((problem) => problem?.code === 'ENGINE_TOO_OLD');
  if (telling !== undefined) throw telling;
  const tried = failures.map(
    ({ candidate, problem }) =>
      `  ${formatEndpoint(candidate.endpoint)} (${candidate.origin}): ${problem?.message ?? 'not there'}`,
  );
  const { said, hint } = NOT_FOUND[candidates.wish ?? 'any'];
  throw new Problem('ENGINE_NOT_FOUND', [`${said}. Tried:`, ...tried].join('\n'), { hint });
}

async function tryEngine(candidate: Candidate, caller: SearchOptions): Promise<FoundEngine | Problem | undefined> {
  if (candidate.endpoint.kind === 'unix' && !isThere(candidate.endpoint.path)) return undefined;
  try {
    return await reachEngine(candidate, `the usual place of ${candidate.origin}`, caller);
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
}

async function reachEngine(candidate: Candidate, rule: string, caller: SearchOptions): Promise<FoundEngine> {
  const route = await openRoute(candidate.endpoint, caller);
  const pong = await pingEngine(route, PING_TIMEOUT_MS).catch((error: unknown) => {
    throw describeUnreachable(candidate, isOtherThanSocket(candidate) ? { code: 'ENOTSOCK' } : error);
  });
  if (pong === undefined) throw describeUnreachable(candidate, { code: 'ETIMEDOUT' });
  const place = `${formatEndpoint(candidate.endpoint)} (${candidate.origin})`;
  if (pong.apiVersion === '') {
    throw new Problem('ENGINE_UNREACHABLE', `Something answers at ${place}, but it is no container engine.`, {
      hint:
        candidate.endpoint.kind === 'tcp' && candidate.endpoint.tls === undefined
          ? 'export DOCKER_TLS_VERIFY=1   (if it wants TLS; certificates come from DOCKER_CERT_PATH)'
          : 'name the socket of docker or podman, e.g. unix:///var/run/docker.sock',
    });
  }
  if (compareVersions(pong.apiVersion, OLDEST_API) < 0) {
    const version = pong.version === '' ? '' : ` ${pong.version}`;
    throw new Problem(
      'ENGINE_TOO_OLD',
      `${pong.name}${version} at ${place} speaks API ${pong.apiVersion}; polycrate needs ${OLDEST_API.join('.')} (docker 20.10, podman 4) or newer.`,
      {
        hint: 'update the engine: https://docs.docker.com/engine/install/',
      },
    );
  }
  return { ...candidate, pong, route, rule, maybeRootless: mayBeRootless(candidate) };
}

// A daemon creates its socket as the user it runs as, so root's socket means a rootful engine; this saves asking (`/info` takes up to 50 ms) before every run.
function mayBeRootless({ endpoint }: Candidate): boolean {
  return endpoint.kind !== 'unix' || statusOfFile(endpoint.path)?.uid !== 0;
}

// Whoever connects to a file or a folder is only told that the connection is refused.
function isOtherThanSocket({ endpoint }: Candidate): boolean {
  return endpoint.kind === 'unix' && statusOfFile(endpoint.path)?.isSocket() === false;
}

// Sockets are where the machine has them in memory: asked directly, the answer takes less than the detour through the thread pool.
function statusOfFile(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function isThere(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch (error) {
    return codeOf(error) === 'EACCES';
  }
}
