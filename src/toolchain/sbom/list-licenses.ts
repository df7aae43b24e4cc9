import type { Component } from './component.ts';

/** A licence, and what is under it. */
export interface LicenseUse {
  /** `(not told)` for what says nothing. */
  readonly license: string;
  readonly components: readonly Pick<Component, 'kind' | 'name' | 'version'>[];
}

/** Every licence with the components that have it, most used first; one with several is below each of them. */
export function listLicenses(components: readonly Component[]): LicenseUse[] {
  const uses = new Map<string, Pick<Component, 'kind' | 'name' | 'version'>[]>();
  for (const { kind, name, version, licenses } of components) {
    const single = licenses.flatMap((each) => each.split(/ (?:OR|AND) /)).map((each) => each.replace(/[()]/g, ''));
    for (const license of new Set(single.length === 0 ? ['(not told)'] : single)) {
      const list = uses.get(license) ?? [];
      list.push({ kind, name, version });
      uses.set(license, list);
    }
  }
  return [...uses]
    .map(([license, list]) => ({ license: license.replace(/^LicenseRef-/, ''), components: list }))
    .sort((a, b) => b.components.length - a.components.length || (a.license < b.license ? -1 : 1));
}
