import { type Component, purlOf } from './component.ts';
import { readDebianLicense, refer } from './license-names.ts';

/** Fields of a paragraph of Debian's control files (deb822): lines that begin with a space go on with the one before. */
type Paragraph = ReadonlyMap<string, string>;

function readParagraphs(text: string): Paragraph[] {
  return text
    .replaceAll('\r', '')
    .split(/\n\s*\n/)
    .map((block) => {
      const fields = block.split(/\n(?![ \t])/).flatMap((field): [string, string][] => {
        const at = field.indexOf(':');
        return at < 1 ? [] : [[field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()]];
      });
      return new Map(fields);
    });
}

/** The packages that dpkg has installed, by its status file. */
export function readDebianPackages(
  status: string,
  {
    system,
    copyrightOf,
  }: {
    /** For the package URLs: `debian`, `13`. */
    readonly system: { readonly id: string; readonly version: string };
    readonly copyrightOf: (name: string) => string | undefined;
  },
): Component[] {
  return readParagraphs(status).flatMap((fields): Component[] => {
    const [name, version, arch] = ['package', 'version', 'architecture'].map((key) => fields.get(key));
    if (name === undefined || version === undefined || fields.get('status')?.endsWith(' installed') !== true) return [];
    const qualifiers = { ...(arch === undefined ? {} : { arch }), distro: `${system.id}-${system.version}` };
    const copyright = copyrightOf(name);
    return [
      {
        kind: 'deb',
        name,
        version,
        purl: purlOf('deb', `${system.id}/${name}`, version, qualifiers),
        licenses: copyright === undefined ? [] : readCopyright(copyright),
        places: ['/var/lib/dpkg/status'],
      },
    ];
  });
}

/** Texts that many copyright files only name: /usr/share/common-licenses. */
const COMMON = /\/usr\/share\/common-licenses\/((?:A?GPL|LGPL|GFDL|Apache|Artistic|BSD|MPL|CC0)(?:-\d(?:\.\d)?)?)/g;

/** Licences that a copyright file tells: its `License` fields in the machine-readable form, else the common licences it names. Sorted. */
export function readCopyright(text: string): string[] {
  const found = /^format(?:-specification)?:/im.test(text.slice(0, 2000))
    ? readMachineReadable(text)
    : readCommon(text);
  return [...new Set(found)].sort();
}

/** Only of paragraphs about files: others hold the texts of licences. */
function readMachineReadable(text: string): string[] {
  return readParagraphs(text).flatMap((fields) => {
    const [first = ''] = (fields.get('license') ?? '').split('\n');
    const isAboutFiles = fields.has('files') || fields.has('format');
    return isAboutFiles && first.trim() !== '' ? [readDebianLicense(first.trim())] : [];
  });
}

function readCommon(text: string): string[] {
  return [...text.matchAll(COMMON)]
    .map(([, name = '']) => {
      const spdx = readDebianLicense(name);
      // Such a file says "version 2 or later" in words of its own.
      return /or\s+(?:\(at\s+your\s+option\)\s+)?any\s+later/i.test(text) ? spdx.replace(/-only$/, '-or-later') : spdx;
    })
    .map((name) => (name === '' ? refer('unnamed') : name));
}
