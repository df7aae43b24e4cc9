import { isSecretName } from './secret-name.ts';
import { isWorthMasking, looksLikePassword, looksRandom } from './worth-masking.ts';

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY[A-Z ]*)-----[^]+?-----END \1-----/g;
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[^]+?-----END \1-----/g;
const PUBLIC_KEY = /(?:^|\s)(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-\S+|sk-\S+)\s+AAAA/;
/** `NAME=value`, `name: value`, `- name: value`, `export NAME=value`, `"name": "value",`; also where it is commented out. */
const PAIR = /^\s*(?:#\s*)?(?:-\s+)?(?:export\s+)?["']?([^\s"'=]*[^\s"'=:])["']?\s*(?:=|:(?=\s))\s*(\S.*?)\s*,?\s*$/;
const LOGIN = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:([^\s/@"']+)@/gi;
const NETRC = /\bpassword\s+(\S+)/g;

/**
 * What is secret in a file of secrets. In one of a single line it is that line; else private keys, values whose name says so, values
 * and lines that look random, and lines that look like a password. Certificates and public keys are not.
 */
export function secretsInText(text: string): string[] {
  const data = parseJson(text);
  const values = data === undefined ? secretsInLines(text) : secretsInData(data, '');
  const found = [...values, ...loginsIn(text), ...Array.from(text.matchAll(NETRC), ([, word]) => word ?? '')];
  return [...new Set([...found, ...found.flatMap(decoded)])].filter(isWorthMasking);
}

function secretsInLines(text: string): string[] {
  const keys = privateKeysIn(text);
  const lines = text.replaceAll(PEM, '').split(/\r?\n/);
  const [only = '', ...more] = lines.filter((line) => line.trim() !== '' && !PUBLIC_KEY.test(line));
  const alone = more.length === 0 && keys.length === 0 ? [only.trim()] : [];
  return [...alone, ...keys, ...[only, ...more].flatMap(secretsInLine)];
}

/** Also of those whose line ends are written `\n`, as in a quoted value. */
function privateKeysIn(text: string): string[] {
  return Array.from(text.matchAll(PRIVATE_KEY), ([key]) => key.replaceAll('\\n', '\n'));
}

/** The password of every `scheme://user:password@host`, as written and decoded. */
export function loginsIn(text: string): string[] {
  return Array.from(text.matchAll(LOGIN), ([, password = '']) => [password, decodePercent(password)]).flat();
}

function secretsInLine(line: string): string[] {
  const [, name, value] = PAIR.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return secretsInPair(name, value);
  const bare = line.replace(/^\s*-\s+/, '').trim();
  if (bare.startsWith('#') || bare.startsWith('-----')) return [];
  return looksRandom(bare) || looksLikePassword(bare) ? [bare] : [];
}

function secretsInPair(name: string, value: string): string[] {
  const [, quote, inside] = /^(["'])(.*)\1$/.exec(value) ?? [];
  // A comment ends a value that is not quoted; whether this is one is not known for every format.
  const forms = inside === undefined ? [value, value.replace(/\s+#.*$/, '')] : [inside];
  const meant = quote === '"' && inside?.includes('\\') === true ? parseJson(value) : undefined;
  if (typeof meant === 'string') forms.push(meant);
  return forms.filter((form) => isSecretName(name) || looksRandom(form));
}

function secretsInData(data: unknown, name: string): string[] {
  if (typeof data === 'string') return isSecretName(name) || looksRandom(data) ? [data] : privateKeysIn(data);
  if (typeof data === 'number') return isSecretName(name) ? [String(data)] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => secretsInData(value, Array.isArray(data) ? name : key));
}

/** What a value stands for when it is base64 of text, as in kubeconfigs, Kubernetes secrets and docker's logins (`user:password`). */
function decoded(value: string): string[] {
  if (value.length < 8 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return [];
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes) && !/[^\t\n\r -~\u00a0-\uffff]/u.test(text);
  if (!isText || /-----BEGIN (?![A-Z ]*PRIVATE)/.test(text)) return [];
  const [, password] = /^[\w.@$-]+:(\S+)$/.exec(text) ?? [];
  return [text, ...(password === undefined ? [] : [password])];
}

function parseJson(text: string): unknown {
  if (!/^\s*["{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
