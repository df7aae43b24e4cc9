/** One thing that is in an image. */
export interface Component {
  readonly kind: 'deb' | 'python' | 'go' | 'ansible';
  readonly name: string;
  readonly version: string;
  /** Package URL (https://github.com/package-url/purl-spec). */
  readonly purl: string;
  /** SPDX expressions that all hold; what SPDX has no name for is a LicenseRef. Empty where nothing is told. */
  readonly licenses: readonly string[];
  /** Absolute paths inside the image; one component can be part of several programs. */
  readonly places: readonly string[];
}

/** What an image is made of. */
export interface Sbom {
  readonly image: {
    readonly reference: string;
    readonly id: string;
    readonly created: string;
    readonly platform: string;
  };
  readonly system: { readonly id: string; readonly version: string; readonly name: string };
  /** Sorted by kind, name and version. */
  readonly components: readonly Component[];
}

/** A file that says something about what is in an image. */
export interface Evidence {
  /** Relative to the root of the image. */
  readonly path: string;
  readonly contents: Buffer;
}

/** A package URL; every part is encoded as the specification asks. */
export function purlOf(
  type: string,
  name: string,
  version: string,
  qualifiers: Readonly<Record<string, string>> = {},
): string {
  const encode = (text: string): string => encodeURIComponent(text).replaceAll('%3A', ':');
  const path = name.split('/').map(encode).join('/');
  const query = Object.entries(qualifiers).map(([key, value]) => `${key}=${encode(value)}`);
  return `pkg:${type}/${path}@${encode(version)}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
