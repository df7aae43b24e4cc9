import { createHash } from 'node:crypto';
import { Problem } from '../../errors.ts';
import type { Emit } from '../../events.ts';
import { type BundleManifest, CHECKSUMS, MANIFEST, parseManifest } from './manifest.ts';
import type { BundleFiles, BundlePart } from './ports.ts';
import { countBytes } from './progress.ts';
import { digestOf, formatSums } from './write-bundle.ts';

interface CheckTools {
  readonly bundles: BundleFiles;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Of the whole file, for progress. */
  readonly size: number;
  /** What the manifest's digest must be, if somebody has said. */
  readonly digest?: string | undefined;
}

/** No text in a bundle is longer. */
const MOST_TEXT = 16 * 1024 * 1024;

/**
 * Reads a bundle to its end and holds every byte against its manifest, before anything of it is used. Rejects with BUNDLE_INVALID for one
 * that is cut short, altered, of a newer format, or not the one that `digest` means; with FILE_UNREADABLE, and with INTERRUPTED.
 */
export async function checkBundle(path: string, tools: CheckTools): Promise<BundleManifest> {
  const { found, texts } = await readAll(path, tools);
  const text = texts.get(MANIFEST);
  const sums = texts.get(CHECKSUMS);
  if (text === undefined || sums === undefined)
    throw refuse(path, `it is cut short, or no bundle: it has no ${CHECKSUMS}`);
  const { digest } = tools;
  if (digest !== undefined && digestOf(text) !== digest)
    throw new Problem('BUNDLE_INVALID', `${path} is not loaded: its digest is not ${digest}`, {
      hint: `if this is the one you mean: polycrate toolchain load ${path} --digest ${digestOf(text)}`,
    });
  const own = { path: MANIFEST, sha256: digestOf(text).slice('sha256:'.length) };
  if (!sums.endsWith(formatSums([own]))) throw altered(path, MANIFEST);
  const manifest = parseManifest(text, path);
  if (sums !== formatSums([...manifest.parts, own])) throw altered(path, CHECKSUMS);
  for (const part of manifest.parts) {
    const there = found.get(part.path);
    if (there === undefined) throw refuse(path, `it lacks ${part.path}`);
    if (there.size !== part.size || there.sha256 !== part.sha256) throw altered(path, part.path);
  }
  const known = new Set([MANIFEST, CHECKSUMS, ...manifest.parts.map((part) => part.path)]);
  const stranger = [...found.keys()].find((name) => !known.has(name));
  if (stranger !== undefined) throw refuse(path, `it holds ${stranger}, which its ${MANIFEST} does not name`);
  return manifest;
}

interface Everything {
  readonly found: ReadonlyMap<string, { readonly size: number; readonly sha256: string }>;
  readonly texts: ReadonlyMap<string, string>;
}

async function readAll(path: string, { bundles, emit, signal, size: totalBytes }: CheckTools): Promise<Everything> {
  const texts = new Map<string, string>();
  const found = new Map<string, { readonly size: number; readonly sha256: string }>();
  let bytes = 0;
  for await (const { path: name, size, contents } of bundles.read(path, signal)) {
    if (found.has(name)) throw refuse(path, `it holds ${name} twice`);
    const counted = countBytes(contents, { doing: 'checking', totalBytes, emit, from: bytes });
    const isText = name === MANIFEST || name === CHECKSUMS;
    if (isText && size > MOST_TEXT) throw refuse(path, `its ${name} is too large`);
    const { sha256, text } = await hash(counted, isText);
    found.set(name, { size, sha256 });
    if (isText) texts.set(name, text);
    bytes += size;
  }
  return { found, texts };
}

/** What a part is, by its hash; `text` stays empty unless it is one. */
async function hash(contents: AsyncIterable<Uint8Array>, isText: boolean): Promise<{ sha256: string; text: string }> {
  const sum = createHash('sha256');
  const kept: Uint8Array[] = [];
  for await (const chunk of contents) {
    sum.update(chunk);
    if (isText) kept.push(chunk);
  }
  return { sha256: sum.digest('hex'), text: Buffer.concat(kept).toString('utf8') };
}

const altered = (path: string, part: string): Problem =>
  refuse(path, `its ${part} is not what was put there: it was damaged or altered on the way`);

function refuse(path: string, message: string): Problem {
  return new Problem('BUNDLE_INVALID', `${path} is not loaded: ${message}`, {
    hint: 'copy it again from where it was written; nothing of it has been used',
  });
}

/** The bytes of one part of a bundle that has been checked. Throws BUNDLE_INVALID at their end where they have changed since. */
export async function* readPart(
  path: string,
  { path: name, sha256 }: BundlePart,
  { bundles, signal }: Pick<CheckTools, 'bundles' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  const sum = createHash('sha256');
  for await (const part of bundles.read(path, signal)) {
    if (part.path !== name) continue;
    for await (const chunk of part.contents) {
      sum.update(chunk);
      yield chunk;
    }
    break;
  }
  if (sum.digest('hex') !== sha256) throw altered(path, name);
}
