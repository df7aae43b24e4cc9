import { createHash } from 'node:crypto';
import type { Component, Sbom } from './component.ts';

const NONE = 'NOASSERTION';

/** An SBOM as SPDX 2.3 has it in JSON (https://spdx.github.io/spdx-spec/v2.3/). The same image gives the same text. */
export function formatSpdx({ image, system, components }: Sbom, creator: string): string {
  const packages = components.map((component, at) => describePackage(component, `SPDXRef-Package-${String(at + 1)}`));
  const root = {
    SPDXID: 'SPDXRef-Image',
    name: image.reference,
    versionInfo: image.id,
    downloadLocation: NONE,
    filesAnalyzed: false,
    licenseConcluded: NONE,
    licenseDeclared: NONE,
    copyrightText: NONE,
    primaryPackagePurpose: 'CONTAINER',
    comment: `${image.platform}, ${system.name}`,
  };
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: image.reference,
    documentNamespace: `https://github.com/polycrate/polycrate/sbom/${image.id.replace(':', '-')}/${hashOf(components)}`,
    creationInfo: { created: secondsOf(image.created), creators: [`Tool: ${creator.replace(' ', '-')}`] },
    documentDescribes: [root.SPDXID],
    packages: [root, ...packages],
    relationships: [
      relate('SPDXRef-DOCUMENT', 'DESCRIBES', root.SPDXID),
      ...packages.map(({ SPDXID }) => relate(root.SPDXID, 'CONTAINS', SPDXID)),
    ],
    ...describeReferred(components),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function describePackage({ name, version, purl, licenses, places }: Component, id: string) {
  return {
    SPDXID: id,
    name,
    versionInfo: version,
    downloadLocation: NONE,
    filesAnalyzed: false,
    licenseConcluded: NONE,
    licenseDeclared: joinLicenses(licenses) ?? NONE,
    copyrightText: NONE,
    sourceInfo: `found by ${places.join(', ')}`,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  };
}

const relate = (from: string, relationshipType: string, to: string) => ({
  spdxElementId: from,
  relationshipType,
  relatedSpdxElement: to,
});

/** One expression for licences that all hold; undefined where there is none. */
export function joinLicenses(licenses: readonly string[]): string | undefined {
  if (licenses.length < 2) return licenses[0];
  return licenses.map((each) => (/ (?:OR|AND) /.test(each) ? `(${each})` : each)).join(' AND ');
}

/** Every LicenseRef must be said in the document itself. */
function describeReferred(components: readonly Component[]): object {
  const ids = new Set(
    components.flatMap(({ licenses }) => licenses.flatMap((each) => each.match(/LicenseRef-[\w.-]+/g) ?? [])),
  );
  if (ids.size === 0) return {};
  const infos = [...ids].sort().map((licenseId) => ({
    licenseId,
    name: licenseId.slice('LicenseRef-'.length),
    extractedText: 'The text is in the image, beside the package: /usr/share/doc/PACKAGE/copyright.',
  }));
  return { hasExtractedLicensingInfos: infos };
}

/** SPDX and CycloneDX know no fractions of a second. */
export function secondsOf(iso: string): string {
  return iso.replace(/\.\d+/, '');
}

const hashOf = (components: readonly Component[]): string =>
  createHash('sha256').update(JSON.stringify(components)).digest('hex').slice(0, 16);
