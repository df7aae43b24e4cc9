import { Problem, isProblem } from '../../errors.ts';
import type { Candidate } from './candidates.ts';
import { adviseChoice, formatEndpoint } from './endpoint.ts';
import { describeBareImage, describeMissingImage, describeMissingSource, isMissingProgram } from './refusals.ts';
import { explainTls } from './tls.ts';

/** What was being done when the engine's library failed. */
export interface Undertaking {
  /** `starting the container "x"`. */
  readonly doing: string;
  readonly endpoint: string;
  readonly image?: string;
}

const GONE = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The Problem for a place that could not be spoken to; its message also serves as one line of a list of places. */
export function describeUnreachable(candidate: Candidate, error: unknown): Problem {
  const place = formatEndpoint(candidate.endpoint);
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new Problem('ENGINE_PERMISSION_DENIED', `You may not open ${place} (${candidate.origin}).`, {
      hint: candidate.origin.includes('podman')
        ? 'systemctl --user start podman.socket'
        : 'sudo usermod -aG docker "$USER"   (then log in again)',
      cause: error,
    });
  }
  const tls = candidate.endpoint.kind === 'tcp' ? candidate.endpoint.tls : undefined;
  const explained = tls === undefined ? undefined : explainTls(code, tls);
  if (explained !== undefined) {
    const { reason, hint } = explained;
    const message = `The engine at ${place} (${candidate.origin}) cannot be spoken to through TLS: ${reason}.`;
    return new Problem('ENGINE_UNREACHABLE', message, { hint, cause: error });
  }
  return new Problem(
    'ENGINE_UNREACHABLE',
    `No engine answers at ${place} (${candidate.origin}): ${reasonOf(error, code)}.`,
    {
      hint: hintFor(candidate, code),
      cause: error,
    },
  );
}

/** Where docker makes its socket when it starts. */
const DOCKER_SOCKET = /^(?:\/var)?\/run\/(?:user\/\d+\/)?docker\.sock$/;

function hintFor({ endpoint, origin }: Candidate, code: string | undefined): string {
  const isAbsent = code === 'ENOENT' || code === 'ENOTSOCK';
  if (isAbsent && endpoint.kind === 'unix' && !DOCKER_SOCKET.test(endpoint.path)) return adviseChoice(origin);
  if (endpoint.kind === 'ssh')
    return `ssh ${endpoint.user === undefined ? '' : `${endpoint.user}@`}${endpoint.host} docker version`;
  if (endpoint.kind === 'unix' || origin.includes('docker')) return 'sudo systemctl start docker';
  return `curl http${endpoint.tls === undefined ? '' : 's'}://${formatEndpoint(endpoint).slice('tcp://'.length)}/_ping`;
}

/** The Problem for anything dockerode or Node rejected with; a Problem passes unchanged. */
export function describeFailure(error: unknown, undertaking: Undertaking): Problem {
  const { image } = undertaking;
  // Podman prepares the process when somebody attaches, so it is there that it finds no bash.
  if (isProblem(error))
    return image !== undefined && isMissingProgram(error.message) ? describeBareImage(image, error) : error;
  return (
    (statusOf(error) === undefined ? describeSilence(error, undertaking) : describeRefusal(error, undertaking)) ??
    new Problem(
      'ENGINE_FAILED',
      `The engine at ${undertaking.endpoint} failed while ${undertaking.doing}: ${messageOf(error)}`,
      { hint: 'sudo journalctl -u docker -n 50', cause: error },
    )
  );
}

// The engine did not answer at all.
function describeSilence(error: unknown, { doing, endpoint }: Undertaking): Problem | undefined {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new Problem('ENGINE_PERMISSION_DENIED', `You may not open ${endpoint} any more.`, {
      hint: 'sudo usermod -aG docker "$USER"   (then log in again)',
      cause: error,
    });
  }
  if (!isLostConnection(error)) return undefined;
  return new Problem(
    'ENGINE_UNREACHABLE',
    `The engine at ${endpoint} went away while ${doing}: ${reasonOf(error, code)}.`,
    { hint: 'sudo systemctl status docker', cause: error },
  );
}

// The engine answered with a refusal; only its words tell which one.
function describeRefusal(error: unknown, { endpoint, image }: Undertaking): Problem | undefined {
  const said = messageOf(error);
  const missing = /bind source path does not exist: (.+)$|statfs (.+): no such file or directory/.exec(said);
  const source = missing?.[1] ?? missing?.[2];
  if (source !== undefined) return describeMissingSource(source, endpoint, error);
  const network = /\bnetwork (\S+) not found|unable to find network with name or ID ([^\s:]+)/.exec(said);
  const name = network?.[1] ?? network?.[2];
  if (name !== undefined) {
    return new Problem('VALUE_INVALID', `container.network is "${name}", and the engine has no such network`, {
      hint: 'docker network ls   (or use host, bridge or none)',
      cause: error,
    });
  }
  if (/client version \S+ is too old/.test(said)) {
    return new Problem(
      'ENGINE_FAILED',
      `The engine at ${endpoint} is newer than this polycrate can speak to: ${said}`,
      {
        hint: 'update polycrate',
        cause: error,
      },
    );
  }
  if (image === undefined) return undefined;
  if (statusOf(error) === 404 && /no such image|image not known|manifest unknown|unable to find image/i.test(said)) {
    return describeMissingImage(image, error);
  }
  if (isMissingProgram(said)) return describeBareImage(image, error);
  return undefined;
}

/** ENGINE_UNREACHABLE: an engine that was there has left a request unanswered for too long. */
export function describeSilentEngine({ doing, endpoint }: Undertaking, answerMs: number): Problem {
  return new Problem(
    'ENGINE_UNREACHABLE',
    `The engine at ${endpoint} has not answered for ${String(answerMs / 1000)} s while ${doing}.`,
    { hint: 'sudo systemctl status docker   (one that is only slow may take longer: --set engine_timeout=5m)' },
  );
}

/** What went wrong when a container was to begin. An engine that did not say no may have begun it: that is ENGINE_LOST. */
export function describeLostStart(error: unknown, undertaking: Undertaking): Problem {
  const problem = describeFailure(error, undertaking);
  const isCertain = statusOf(error) !== undefined || !['ENGINE_UNREACHABLE', 'ENGINE_FAILED'].includes(problem.code);
  if (isCertain) return problem;
  return new Problem(
    'ENGINE_LOST',
    `The engine at ${undertaking.endpoint} did not answer properly to the order to begin: the action may have begun; the engine stops it by itself.`,
    { hint: 'look at what the action may have done, then: polycrate doctor', cause: error },
  );
}

/** INTERRUPTED: the caller asked to stop while something was being done. `hint` where it is not certain that nothing has run. */
export function describeInterruption(doing: string, hint = 'nothing has run'): Problem {
  return new Problem('INTERRUPTED', `interrupted while ${doing}`, { hint });
}

/** True for the Problem of a caller who asked to stop. */
export function isInterruption(error: unknown): boolean {
  return isProblem(error) && error.code === 'INTERRUPTED';
}

/** ENGINE_LOST: the connection to a running job broke. */
export function describeLoss(endpoint: string, cause?: unknown): Problem {
  return new Problem('ENGINE_LOST', `The connection to the engine at ${endpoint} broke while the action was running.`, {
    hint: 'docker ps --filter label=dev.polycrate.supervised   (nothing of it runs, unless the engine itself was killed)',
    cause,
  });
}

/** True when the other side is not there or hung up, rather than having refused. */
export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error);
  return (code !== undefined && GONE.has(code)) || /socket hang up|aborted/i.test(messageOf(error));
}

/** The HTTP status dockerode puts on its errors. */
export function statusOf(error: unknown): number | undefined {
  const status: unknown =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Node's code of an error, e.g. `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The engine's own words, out of dockerode's "(HTTP code 500) server error - words ". */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

function reasonOf(error: unknown, code: string | undefined): string {
  if (code === 'ENOENT') return 'there is no such socket';
  if (code === 'ENOTSOCK') return 'it is no socket';
  if (code === 'ECONNREFUSED') return 'nothing is listening (connection refused)';
  if (code === 'ETIMEDOUT') return 'it accepts connections but does not answer';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known';
  return messageOf(error);
}

/** The sentence in an engine's refusal, which comes as `{"message": …}`. */
export function refusalIn(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { message?: unknown };
    return typeof message === 'string' ? message : answer.trim();
  } catch {
    return answer.trim();
  }
}
