import { describe, expect, test } from '@jest/globals';
import parseExpression from 'spdx-expression-parse';
import {
  type Component,
  formatCycloneDx,
  formatSpdx,
  listLicenses,
  type Sbom,
} from '../../../src/toolchain/sbom/index.ts';
import { findComponents, readSystem } from '../../../src/toolchain/sbom/find-components.ts';
import { findCycloneDxFaults } from '../../support/sbom-schema.ts';

const STATUS = `Package: bash
Status: install ok installed
Architecture: amd64
Version: 5.2.37-2+b5
Description: GNU Bourne Again SHell
 Package: no-package

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1

Package: jq
Status: install ok installed
Architecture: amd64
Version: 1:1.7.1-6
`;

const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: bash

Files: *
Copyright: 1987-2022 Free Software Foundation, Inc.
License: GPL-3+

Files: lib/*
License: GPL-2+ or Expat, and BSD-4-clause-UC

License: GPL-3+
 This program is free software
 .
 License: trick
`;

const text = (value: string): Buffer => Buffer.from(value);

/** What Go writes into a program; see debug/buildinfo. */
function goProgram(version: string, lines: readonly string[]): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:', 'latin1');
  header[15] = 2;
  const mark = Buffer.alloc(16, 0x30);
  const sized = (bytes: Buffer): Buffer => {
    const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
    return Buffer.concat([Buffer.from(length), bytes]);
  };
  const modules = Buffer.concat([mark, text(`${lines.join('\n')}\n`), mark]);
  return Buffer.concat([header, sized(text(version)), sized(modules), Buffer.alloc(64, 0xff)]);
}

const PROGRAM = goProgram('go1.26.8', [
  'path\tgithub.com/hashicorp/terraform',
  'mod\tgithub.com/hashicorp/terraform\tv1.5.7\th1:x=',
  'dep\tdario.cat/mergo\tv1.0.1\th1:x=',
  'dep\texample.org/old\tv1.0.0',
  '=>\texample.org/fork\tv1.1.0\th1:x=',
  'build\t-trimpath=true',
]);

const EVIDENCE = [
  {
    path: 'usr/lib/os-release',
    contents: text('PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n'),
  },
  { path: 'var/lib/dpkg/status', contents: text(STATUS) },
  { path: 'usr/share/doc/bash/copyright', contents: text(COPYRIGHT) },
  { path: 'usr/share/doc/jq/copyright', contents: text('On Debian systems: /usr/share/common-licenses/GPL-2.') },
  {
    path: 'usr/lib/python3/dist-packages/PyYAML-6.0.2.dist-info/METADATA',
    contents: text('Name: PyYAML\nVersion: 6.0.2\nLicense: Apache 2.0\n\nName: other\n'),
  },
  {
    path: 'usr/lib/python3/dist-packages/dual-1.egg-info',
    contents: text(
      'Name: dual\nVersion: 1\nLicense: Dual License\nClassifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: BSD License\n',
    ),
  },
  {
    path: 'usr/share/ansible_collections/acme/tools/MANIFEST.json',
    contents: text(
      '{"collection_info":{"namespace":"acme","name":"tools","version":"1.2.3","license":["GPL-3.0-or-later"]}}',
    ),
  },
  { path: 'go/4096/usr/local/bin/terraform', contents: PROGRAM },
  { path: 'go/8192/usr/local/bin/terraform', contents: text('\xff Go buildinf:, as a word in a program') },
  { path: 'go/4096/usr/local/bin/other', contents: goProgram('go1.26.8', ['dep\tdario.cat/mergo\tv1.0.1\th1:x=']) },
];

const components = findComponents(EVIDENCE);
const find = (name: string): Component | undefined => components.find((each) => each.name === name);
const sbom: Sbom = {
  image: {
    reference: 'ghcr.io/acme/tools:7',
    id: `sha256:${'1'.repeat(64)}`,
    created: '2026-01-02T03:04:05.678901Z',
    platform: 'linux/amd64',
  },
  system: readSystem(EVIDENCE),
  components,
};

describe('what an image is made of', () => {
  test('is the packages that dpkg has installed, with the licences of their files', () => {
    expect(components.filter(({ kind }) => kind === 'deb').map(({ name }) => name)).toEqual(['bash', 'jq']);
    expect(find('bash')).toMatchObject({
      purl: 'pkg:deb/debian/bash@5.2.37-2%2Bb5?arch=amd64&distro=debian-13',
      licenses: ['(GPL-2.0-or-later OR MIT) AND LicenseRef-BSD-4-clause-UC', 'GPL-3.0-or-later'],
    });
    expect(find('jq')?.licenses).toEqual(['GPL-2.0-only']);
  });

  test('is Python distributions, and Ansible collections', () => {
    expect(find('pyyaml')).toMatchObject({ purl: 'pkg:pypi/pyyaml@6.0.2', licenses: ['Apache-2.0'] });
    expect(find('dual')?.licenses).toEqual([]);
    expect(find('acme.tools')).toMatchObject({ version: '1.2.3', licenses: ['GPL-3.0-or-later'] });
  });

  test('is the modules that Go programs were linked with, each once', () => {
    expect(find('dario.cat/mergo')).toMatchObject({
      version: 'v1.0.1',
      licenses: ['BSD-3-Clause'],
      places: ['/usr/local/bin/other', '/usr/local/bin/terraform'],
    });
    expect(find('stdlib')?.version).toBe('1.26.8');
    expect(find('example.org/old')).toBeUndefined();
    expect(find('example.org/fork')).toMatchObject({ purl: 'pkg:golang/example.org/fork@v1.1.0', licenses: [] });
    // Terraform has been under another licence from 1.6 on.
    expect(find('github.com/hashicorp/terraform')?.licenses).toEqual(['MPL-2.0']);
  });

  test('is grouped by licence, most used first', () => {
    const uses = listLicenses(components).map(({ license, components: list }) => [license, list.length]);
    expect(uses[0]).toEqual(['(not told)', 2]);
    expect(uses).toContainEqual(['GPL-3.0-or-later', 2]);
  });
});

describe('an SBOM', () => {
  test('obeys the official schema of CycloneDX 1.6', () => {
    const document: unknown = JSON.parse(formatCycloneDx(sbom, 'polycrate 0.1.0'));
    expect(findCycloneDxFaults(document)).toEqual([]);
    expect(findCycloneDxFaults({ ...(document as object), specVersion: 6 })).not.toEqual([]);
  });

  test('names in SPDX 2.3 what every part of it refers to, with expressions that can be read', () => {
    const document = JSON.parse(formatSpdx(sbom, 'polycrate 0.1.0')) as {
      readonly packages: readonly { readonly SPDXID: string; readonly licenseDeclared: string }[];
      readonly relationships: readonly { readonly spdxElementId: string; readonly relatedSpdxElement: string }[];
      readonly hasExtractedLicensingInfos?: readonly { readonly licenseId: string }[];
      readonly creationInfo: { readonly created: string };
    };
    const ids = document.packages.map(({ SPDXID }) => SPDXID);
    expect(new Set(ids).size).toBe(components.length + 1);
    for (const { spdxElementId, relatedSpdxElement } of document.relationships)
      expect(['SPDXRef-DOCUMENT', ...ids]).toEqual(expect.arrayContaining([spdxElementId, relatedSpdxElement]));
    const told = (document.hasExtractedLicensingInfos ?? []).map(({ licenseId }) => licenseId);
    for (const { licenseDeclared } of document.packages.filter((each) => each.licenseDeclared !== 'NOASSERTION')) {
      expect(() => parseExpression(licenseDeclared)).not.toThrow();
      for (const [reference] of licenseDeclared.matchAll(/LicenseRef-[\w.-]+/g)) expect(told).toContain(reference);
    }
    expect(document.creationInfo.created).toBe('2026-01-02T03:04:05Z');
  });

  test('is the same text for the same image', () => {
    for (const format of [formatSpdx, formatCycloneDx])
      expect(format(sbom, 'polycrate 0.1.0')).toBe(format(structuredClone(sbom), 'polycrate 0.1.0'));
  });
});
