import { createHash } from 'node:crypto';
import type { Component, Sbom } from './component.ts';
import { joinLicenses, secondsOf } from './format-spdx.ts';

/** An SBOM as CycloneDX 1.6 has it in JSON (https://cyclonedx.org/docs/1.6/json/). The same image gives the same text. */
export function formatCycloneDx({ image, system, components }: Sbom, creator: string): string {
  const [tool = '', version = ''] = creator.split(' ');
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(`${image.id} ${JSON.stringify(components)}`)}`,
    version: 1,
    metadata: {
      timestamp: secondsOf(image.created),
      tools: { components: [{ type: 'application', name: tool, version }] },
      component: { type: 'container', 'bom-ref': 'image', name: image.reference, version: image.id },
      properties: [{ name: 'polycrate:platform', value: image.platform }],
    },
    components: [
      {
        type: 'operating-system',
        'bom-ref': 'system',
        name: system.id,
        version: system.version,
        description: system.name,
      },
      ...components.map(describe),
    ],
    dependencies: [{ ref: 'image', dependsOn: ['system', ...components.map(({ purl }) => purl)] }],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function describe({ kind, name, version, purl, licenses, places }: Component) {
  const expression = joinLicenses(licenses);
  return {
    type: kind === 'deb' ? 'application' : 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(expression === undefined ? {} : { licenses: describeLicenses(licenses, expression) }),
    evidence: { occurrences: places.map((location) => ({ location })) },
  };
}

/** A list of single licences, or one expression: the format has no list of both. */
function describeLicenses(licenses: readonly string[], expression: string): object[] {
  if (licenses.some((each) => each.includes(' '))) return [{ expression }];
  return licenses.map((each) => ({
    license: each.startsWith('LicenseRef-') ? { name: each.slice('LicenseRef-'.length) } : { id: each },
  }));
}

/** A UUID made from a text (RFC 9562, version 8): the same text gives the same. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
