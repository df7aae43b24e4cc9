export type { Component, Sbom } from './component.ts';
export { formatCycloneDx } from './format-cyclonedx.ts';
export { formatSpdx } from './format-spdx.ts';
export { listLicenses } from './list-licenses.ts';
export { readSbom } from './read-sbom.ts';
