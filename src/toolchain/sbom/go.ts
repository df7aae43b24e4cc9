import { type Component, purlOf } from './component.ts';
import { GO_LICENSES } from './go-licenses.ts';

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
/** Go 1.18 and later write both texts behind the header, and say so by this bit (debug/buildinfo of Go). */
const INLINE = 2;
const HEADER_BYTES = 32;
/** Around the text of modules: 16 bytes of a mark on each side. */
const MARK_BYTES = 16;

interface GoModule {
  readonly path: string;
  readonly version: string;
}

/** The standard library, the main module and everything it was linked with, by what stands in a Go program from the magic word on; empty where it does not. */
export function readGoModules(bytes: Buffer): GoModule[] {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || ((bytes[15] ?? 0) & INLINE) === 0) return [];
  const version = readText(bytes, HEADER_BYTES);
  if (version === undefined) return [];
  const modules = readText(bytes, version.end);
  const text = modules?.bytes.subarray(MARK_BYTES, -MARK_BYTES).toString('utf8') ?? '';
  const go = /^go(\S+)/.exec(version.bytes.toString('utf8'))?.[1];
  return [...(go === undefined ? [] : [{ path: 'stdlib', version: go }]), ...readLines(text)];
}

/** `dep\tPATH\tVERSION\tHASH`; a line `=>` says what stands in the place of the one before. */
function readLines(text: string): GoModule[] {
  const found: GoModule[] = [];
  for (const line of text.split('\n')) {
    const [keyword, path, version] = line.split('\t');
    if (path === undefined || version === undefined) continue;
    if (keyword === '=>') found.pop();
    // What is built in its own folder has no version to tell.
    if (['mod', 'dep', '=>'].includes(keyword ?? '') && version !== '(devel)') found.push({ path, version });
  }
  return found;
}

/** A text behind its length, which is an unsigned varint. */
function readText(bytes: Buffer, start: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  let length = 0;
  for (let at = start, factor = 1; at < start + 5; at++, factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * factor;
    if (byte >= 0x80) continue;
    const end = at + 1 + length;
    return end > bytes.length ? undefined : { bytes: bytes.subarray(at + 1, end), end };
  }
  return undefined;
}

const licenseOf = new Map(
  Object.entries(GO_LICENSES).flatMap(([license, modules]) =>
    modules.split(/\s+/).map((path): [string, string] => [path, license]),
  ),
);

/** A Go module as part of the programs at `places`. */
export function describeGoModule({ path, version }: GoModule, places: readonly string[]): Component {
  const license = path === 'stdlib' ? 'BSD-3-Clause' : licenseAt(path, version);
  return {
    kind: 'go',
    name: path,
    version,
    purl: purlOf('golang', path, version),
    licenses: license === undefined ? [] : license.split(' AND '),
    places,
  };
}

/** What is known of a module's present version holds for its others, but where it has changed. */
function licenseAt(path: string, version: string): string | undefined {
  // https://www.hashicorp.com/license-faq: from 1.6 on.
  const isOlder = path === 'github.com/hashicorp/terraform' && /^v(?:0|1\.[0-5])\./.test(version);
  return isOlder ? 'MPL-2.0' : licenseOf.get(path);
}
