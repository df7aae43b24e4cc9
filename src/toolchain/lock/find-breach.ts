import type { ToolchainLock } from '../../schema/toolchain-lock.ts';
import { findJsonFault, isPlainMap } from '../../workspace/index.ts';

/** What is wrong with the text of a lock, and where; offsets count from 0. */
export interface Breach {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
  readonly length?: number;
}

const FORMAT = 1;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The lock a text says, or the first thing wrong with it. Only what is relied on is looked at: a later version may add keys. */
export function findBreach(text: string): ToolchainLock | Breach {
  const value = parse(text);
  if (value === undefined) {
    const fault = findJsonFault(text);
    return { message: fault?.message ?? 'this is not JSON', offset: fault?.offset ?? 0 };
  }
  if (!isPlainMap(value)) return { message: 'a map must stand here', offset: 0 };
  const breach = breachOfHead(value) ?? breachOfPlatforms(value['platforms']);
  if (breach === undefined) return value as ToolchainLock;
  const { about, ...told } = breach;
  const needle = JSON.stringify(about);
  const offset = text.indexOf(needle);
  return offset === -1 ? { ...told, offset: 0 } : { ...told, offset, length: needle.length };
}

/** `about` is the word it points to. */
interface Told {
  readonly message: string;
  readonly hint?: string;
  readonly about: string;
}

function breachOfHead({ schema, image, source }: Readonly<Record<string, unknown>>): Told | undefined {
  if (typeof schema === 'number' && schema > FORMAT) {
    const message = `it has format ${String(schema)}, and this polycrate reads ${String(FORMAT)}`;
    const hint = 'update polycrate; or write it anew as this version does: polycrate toolchain lock';
    return { message, hint, about: 'schema' };
  }
  if (schema !== FORMAT) return { message: '"schema" must be 1', about: 'schema' };
  if (typeof image !== 'string' || image === '') return { message: '"image" must be a reference', about: 'image' };
  if (source === 'pulled' || source === 'built') return undefined;
  return { message: '"source" must be pulled or built', about: 'source' };
}

function breachOfPlatforms(platforms: unknown): Told | undefined {
  if (!isPlainMap(platforms) || Object.keys(platforms).length === 0)
    return { message: '"platforms" must name at least one, e.g. linux/amd64', about: 'platforms' };
  for (const [platform, entry] of Object.entries(platforms)) {
    const digest = isPlainMap(entry) ? entry['digest'] : undefined;
    if (typeof digest === 'string' && DIGEST.test(digest)) continue;
    const message = `the digest for ${platform} must be sha256: and 64 hexadecimal digits`;
    return { message, about: typeof digest === 'string' ? digest : platform };
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
