import { readFile } from 'node:fs/promises';
import type { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { findProxy } from './proxy.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a server is reached. */
export interface Connection {
  readonly agent: Agent | undefined;
  readonly ca: string[] | undefined;
}

/** The way to `url`: through the proxy of the environment, trusting the certificates in SSL_CERT_FILE beside the usual ones. */
export async function connect(url: URL, env: Environment): Promise<Connection> {
  const ca = await trusted(env);
  const proxy = findProxy(url, env);
  if (url.protocol === 'http:') return { agent: proxy === undefined ? undefined : new HttpProxyAgent(proxy), ca };
  const trust = ca === undefined ? {} : { ca };
  return { agent: proxy === undefined ? new SecureAgent(trust) : new HttpsProxyAgent(proxy, trust), ca };
}

async function trusted(env: Environment): Promise<string[] | undefined> {
  const file = env['SSL_CERT_FILE'];
  if (file === undefined || file === '') return undefined;
  // Imported, they would be put together at every start.
  const { rootCertificates } = process.getBuiltinModule('node:tls');
  return [...rootCertificates, await readFile(file, 'utf8')];
}
