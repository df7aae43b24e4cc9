import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../node_modules/@cyclonedx/cyclonedx-library/res/schema');
const read = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;

/** What breaks the official schema of CycloneDX 1.6. */
export function findCycloneDxFaults(document: unknown): readonly unknown[] {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(read('bom-1.6'));
  return validate(document) ? [] : (validate.errors ?? []);
}
