import correct from 'spdx-correct';

/** What Debian calls a licence, without its version and `+`; see "License short name" of its copyright format. */
const DEBIAN: Readonly<Record<string, string>> = {
  expat: 'MIT',
  x11: 'X11',
  mit: 'MIT',
  isc: 'ISC',
  zlib: 'Zlib',
  artistic: 'Artistic-1.0-Perl',
  'artistic-1': 'Artistic-1.0-Perl',
  'artistic-2.0': 'Artistic-2.0',
  apache: 'Apache-2.0',
  'apache-2': 'Apache-2.0',
  'apache-2.0': 'Apache-2.0',
  'bsd-2-clause': 'BSD-2-Clause',
  'bsd-3-clause': 'BSD-3-Clause',
  'bsd-4-clause': 'BSD-4-Clause',
  '0bsd': '0BSD',
  cc0: 'CC0-1.0',
  'cc0-1.0': 'CC0-1.0',
  'mpl-1.1': 'MPL-1.1',
  'mpl-2.0': 'MPL-2.0',
  'psf-2': 'PSF-2.0',
  'python-2.0': 'Python-2.0',
  unlicense: 'Unlicense',
  curl: 'curl',
  'cc-by-3.0': 'CC-BY-3.0',
  'cc-by-4.0': 'CC-BY-4.0',
  'cc-by-sa-3.0': 'CC-BY-SA-3.0',
  'cc-by-sa-4.0': 'CC-BY-SA-4.0',
  'ofl-1.1': 'OFL-1.1',
  'bsl-1.0': 'BSL-1.0',
  'unicode-dfs-2016': 'Unicode-DFS-2016',
};

/** GNU's: `GPL-2+`, `LGPL-2.1`, `GFDL-NIV-1.3+`. */
const GNU = /^(a?gpl|lgpl|gfdl)(?:-niv)?-v?(\d)(?:\.(\d))?(\+|-or-later|-only)?$/i;

/** An expression of Debian's copyright files as SPDX writes it: `GPL-2+ or Expat` → `GPL-2.0-or-later OR MIT`. */
export function readDebianLicense(text: string): string {
  // "A or B, and C": the comma binds less than both words.
  const [first = '', ...rest] = text.split(/,\s*(and|or)\s+/i);
  if (rest.length === 0) return readGroup(first);
  const groups = [first, ...rest].map((part, at) => (at % 2 === 1 ? part.toUpperCase() : wrap(readGroup(part))));
  return groups.join(' ');
}

const wrap = (group: string): string => (group.includes(' ') ? `(${group})` : group);

function readGroup(text: string): string {
  const words = text
    .replaceAll(',', ' ')
    .split(/\s+(and\/or|or|and)\s+/i)
    .map((word) => word.trim());
  const terms = words.flatMap((word) => {
    if (/^(?:and\/or|or)$/i.test(word)) return ['OR'];
    if (/^and$/i.test(word)) return ['AND'];
    return word === '' ? [] : [readTerm(word)];
  });
  return terms.filter((term, at) => !isOperator(term) || (at > 0 && at < terms.length - 1)).join(' ');
}

const isOperator = (term: string): boolean => term === 'OR' || term === 'AND';

function readTerm(word: string): string {
  const name = word.replace(/\s+with\s+.*exception$/i, '');
  if (name !== word) return refer(word);
  const gnu = GNU.exec(name);
  if (gnu !== null) {
    const [, family = '', major = '', minor = '0', later] = gnu;
    return `${family.toUpperCase()}-${major}.${minor}-${later === undefined || later === '-only' ? 'only' : 'or-later'}`;
  }
  return DEBIAN[name.toLowerCase()] ?? (isKnown(name) ? (correct(name) ?? refer(name)) : refer(name));
}

/** Only what is SPDX's own name but for capitals: what Debian calls nearly so may be something else. */
const isKnown = (name: string): boolean => correct(name)?.toLowerCase() === name.toLowerCase();

/** A licence that SPDX has no name for. */
export function refer(name: string): string {
  const id = name
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `LicenseRef-${id === '' ? 'unnamed' : id}`;
}

/** What people write into the metadata of a package, as SPDX writes it: `Apache 2.0` → `Apache-2.0`; undefined where it says nothing. */
export function readLooseLicense(text: string): string | undefined {
  const name = text.trim();
  if (name === '' || name.length > 60 || /^(?:unknown|license|licence|copying)(?:\.\w+)?$|copyright|^dual/i.test(name))
    return undefined;
  if (/^bsd(?: license)?$/i.test(name)) return refer('BSD');
  if (/^lgpl$/i.test(name)) return refer('LGPL');
  return correct(name) ?? refer(name);
}
