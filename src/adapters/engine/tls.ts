import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { Problem } from '../../errors.ts';
import type { TcpEndpoint, TlsSettings } from './endpoint.ts';
import { dockerDirectory } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the variables of the docker client say about TLS: DOCKER_TLS_VERIFY, DOCKER_TLS (unverified), DOCKER_CERT_PATH. https://docs.docker.com/engine/security/protect-access/ */
export function tlsFromEnvironment(env: Env, home: string): TlsSettings | undefined {
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return undefined;
  const { DOCKER_CERT_PATH: chosen = '' } = env;
  return { directory: chosen === '' ? dockerDirectory(env, home) : chosen, verify: Boolean(env.DOCKER_TLS_VERIFY) };
}

/** A function that opens TLS connections to an engine. The certificates are read once; those that are not there are not sent. */
export async function prepareTls(
  { host, port }: Pick<TcpEndpoint, 'host' | 'port'>,
  { directory, verify }: TlsSettings,
): Promise<() => TLSSocket> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readPem(path.join(directory, name))),
  );
  const options: ConnectionOptions = {
    host,
    port,
    // An address is checked against the certificate too, but must not be sent as a name (RFC 6066).
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  return () => connect(options);
}

async function readPem(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Problem('ENGINE_UNREACHABLE', `The certificate ${file} for the engine cannot be read.`, {
      hint: `chmod u+r ${file}`,
      cause: error,
    });
  });
}

/** Why TLS did not come about, in a sentence without its end, and what to do; undefined when the failure is another. `code` is Node's. */
export function explainTls(code: string | undefined, tls: TlsSettings): { reason: string; hint: string } | undefined {
  const { directory } = tls;
  if (code === undefined) return undefined;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      reason: 'its certificate is for another name',
      hint: 'use the name in the certificate, or make one for this name (subjectAltName)',
    };
  if (code === 'CERT_HAS_EXPIRED') return { reason: 'its certificate has expired', hint: 'renew it on the server' };
  if (/^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET))/.test(code))
    return {
      reason: `its certificate is not signed by ${directory}/ca.pem`,
      hint: `export DOCKER_CERT_PATH=DIRECTORY   (a folder with the ca.pem of that engine)`,
    };
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|DECRYPT_ERROR/.test(code))
    return {
      reason: `it does not accept the client certificate of ${directory}`,
      hint: `openssl x509 -in ${directory}/cert.pem -noout -subject -issuer -dates`,
    };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return { reason: 'it does not speak TLS', hint: 'unset DOCKER_TLS_VERIFY DOCKER_TLS' };
  return undefined;
}
