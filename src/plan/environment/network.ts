import { showFile, type Facts } from '../facts.ts';
import type { Mount } from '../plan.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Each names a bundle of all trusted authorities; NODE_EXTRA_CA_CERTS alone names only additions, so it is not one of them. */
const BUNDLE_VARIABLES = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'AWS_CA_BUNDLE',
  'PIP_CERT',
];
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const CONTAINER_BUNDLE = '/etc/polycrate/ca-certificates.crt';

/** Host path of the certificate bundle the caller's environment names, if any. */
export function caBundle(env: Env): string | undefined {
  return BUNDLE_VARIABLES.map((name) => env[name]).find((path) => path?.startsWith('/'));
}

/** The caller's proxy variables and certificate bundle, so that tools reach what the caller reaches. */
export function networkEnvironment(facts: Facts): { env: Record<string, string>; mounts: readonly Mount[] } {
  const env: Record<string, string> = {};
  for (const name of PROXY_VARIABLES) {
    const value = facts.host.env[name];
    if (value) env[name] = value;
  }
  const bundle = caBundle(facts.host.env);
  if (bundle === undefined || !facts.present.has(bundle)) return { env, mounts: [] };
  const { path, mounts } = showFile(facts, { source: bundle, target: CONTAINER_BUNDLE, readOnly: true });
  for (const name of [...BUNDLE_VARIABLES, 'NODE_EXTRA_CA_CERTS']) env[name] = path;
  return { env, mounts };
}
