import { type Component, purlOf } from './component.ts';
import { readLooseLicense } from './license-names.ts';

/** An Ansible collection, by its MANIFEST.json. Undefined where that names none. */
export function readCollection(text: string, path: string): Component | undefined {
  const info = parse(text);
  const { namespace, name, version, license = [] } = info ?? {};
  if (namespace === undefined || name === undefined || version === undefined) return undefined;
  const called = `${namespace}.${name}`;
  return {
    kind: 'ansible',
    name: called,
    version,
    // There is no type of its own for them.
    purl: purlOf('generic', called, version, { download_url: `https://galaxy.ansible.com/${namespace}/${name}` }),
    licenses: license.flatMap((each) => readLooseLicense(each) ?? []),
    places: [`/${path}`],
  };
}

interface CollectionInfo {
  readonly namespace?: string;
  readonly name?: string;
  readonly version?: string;
  readonly license?: readonly string[];
}

function parse(text: string): CollectionInfo | undefined {
  try {
    return (JSON.parse(text) as { readonly collection_info?: CollectionInfo }).collection_info;
  } catch {
    return undefined;
  }
}
