import { type Component, purlOf } from './component.ts';
import { readLooseLicense } from './license-names.ts';

/** Trove classifiers that say exactly one licence (https://pypi.org/classifiers/). */
const CLASSIFIERS: Readonly<Record<string, string>> = {
  'Apache Software License': 'Apache-2.0',
  'MIT License': 'MIT',
  'ISC License (ISCL)': 'ISC',
  'Mozilla Public License 2.0 (MPL 2.0)': 'MPL-2.0',
  'Python Software Foundation License': 'PSF-2.0',
  'The Unlicense (Unlicense)': 'Unlicense',
  'GNU General Public License v3 (GPLv3)': 'GPL-3.0-only',
  'GNU General Public License v3 or later (GPLv3+)': 'GPL-3.0-or-later',
  'GNU General Public License v2 or later (GPLv2+)': 'GPL-2.0-or-later',
  'GNU Lesser General Public License v2 or later (LGPLv2+)': 'LGPL-2.0-or-later',
  'GNU Lesser General Public License v3 or later (LGPLv3+)': 'LGPL-3.0-or-later',
};

/** A Python distribution, by its METADATA or PKG-INFO (Core metadata specifications). Undefined where that names none. */
export function readPythonDistribution(metadata: string, path: string): Component | undefined {
  const [head = ''] = metadata.replaceAll('\r', '').split('\n\n');
  const fields = [...head.matchAll(/^([A-Za-z-]+): (.*)$/gm)].map(
    ([, key = '', value = '']) => [key, value.trim()] as const,
  );
  const valueOf = (wanted: string): string | undefined => fields.find(([key]) => key === wanted)?.[1];
  const [name, version] = [valueOf('Name'), valueOf('Version')];
  if (name === undefined || version === undefined) return undefined;
  const normal = name.toLowerCase().replace(/[-_.]+/g, '-');
  const said = valueOf('License-Expression') ?? readLooseLicense(valueOf('License') ?? '');
  const isVague = said === undefined || said.startsWith('LicenseRef-');
  const license = (isVague ? readClassifiers(fields) : undefined) ?? said;
  const licenses = license === undefined ? [] : [license];
  return {
    kind: 'python',
    name: normal,
    version,
    purl: purlOf('pypi', normal, version),
    licenses,
    places: [`/${path}`],
  };
}

/** With several nobody can tell whether all of them hold, or any. */
function readClassifiers(fields: readonly (readonly [key: string, value: string])[]): string | undefined {
  const classified = fields.flatMap(([key, value]) => {
    const name = /^License :: (?:OSI Approved :: )?(?!OSI Approved$)(.+)$/.exec(value)?.[1];
    return key !== 'Classifier' || name === undefined ? [] : [name];
  });
  return classified.length === 1 ? CLASSIFIERS[classified[0] ?? ''] : undefined;
}
