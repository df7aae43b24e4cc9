import {
  type ConfigSchema,
  type Files,
  type Finding,
  fingerprint,
  isError,
  loadConfigSchema,
  readText,
  type ParsedBefore,
} from '../workspace/index.ts';
import { checkConfig } from './config.ts';
import { once } from './echoes.ts';
import type { Layer } from './layers.ts';
import type { Lineage } from './lineage.ts';

export interface ConfigTools {
  readonly files: Files;
  /** What passed before: a schema is compiled only when it or a config it is for has changed. */
  readonly before: ParsedBefore | undefined;
  /** True for a layer in which something is wrong: what is no longer in it would only break the schema too. */
  readonly isBroken: (layer: Layer) => boolean;
}

/**
 * CONFIG_INVALID and SCHEMA_INVALID for the config of every block that has a schema.json in its chain; `schemas` has their paths by
 * the path of the block file beside them. This is the one check of a workspace that needs further files.
 */
export async function checkConfigs(
  lineages: Iterable<Lineage>,
  schemas: ReadonlyMap<string, string>,
  { files, before, isBroken }: ConfigTools,
): Promise<Finding[]> {
  if (schemas.size === 0) return [];
  const texts = new Map<string, Promise<string | undefined>>();
  const textOf = (path: string): Promise<string | undefined> => {
    // What is wrong with the file is said by whoever loads it as a schema.
    const known = texts.get(path) ?? readText(path, files).catch(() => undefined);
    texts.set(path, known);
    return known;
  };
  const pending: { readonly lineage: Lineage; readonly key: string | undefined }[] = [];
  for (const lineage of lineages) {
    if (schemasOf(lineage, schemas).length === 0 || lineage.layers.some(isBroken)) continue;
    const key = await keyOf(lineage, schemas, textOf);
    if (key === undefined || before?.get(key) === undefined) pending.push({ lineage, key });
  }
  const loaded = await loadSchemas(new Set(pending.flatMap(({ lineage }) => schemasOf(lineage, schemas))), files);
  const byBlockFile = new Map<string, ConfigSchema>();
  for (const [blockFile, path] of schemas) {
    const schema = loaded.schemas.get(path);
    if (schema !== undefined) byBlockFile.set(blockFile, schema);
  }
  const findings = [...loaded.findings];
  for (const { lineage, key } of pending) {
    const found = checkConfig(lineage, byBlockFile);
    findings.push(...found);
    if (key !== undefined && found.length === 0 && !loaded.findings.some(isError)) before?.put(key, true);
  }
  return once(findings);
}

/** All that a verdict depends on; undefined where it must not be remembered, as secrets have a part in it, or cannot be. */
async function keyOf(
  { merged, parent, layers }: Lineage,
  schemas: ReadonlyMap<string, string>,
  textOf: (path: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  if (layers.some(({ file }) => file.confidential)) return undefined;
  // Whose schema it is matters too: what an ancestor lacks, its heirs need not be told.
  const rules = layers.flatMap(({ origin, file, value }) => {
    const path = origin === 'block.poly' ? schemas.get(file.path) : undefined;
    return path === undefined ? [] : [{ owner: value.name, path }];
  });
  const told = await Promise.all(rules.map(async ({ owner, path }) => [owner, await textOf(path)]));
  if (told.some(([, text]) => text === undefined)) return undefined;
  const facts = [merged.config, merged.template, parent?.merged.config, parent?.merged.template];
  return fingerprint('config', JSON.stringify([told, facts]));
}

function schemasOf({ layers }: Lineage, schemas: ReadonlyMap<string, string>): string[] {
  return layers.flatMap(({ origin, file }) => (origin === 'block.poly' ? (schemas.get(file.path) ?? []) : []));
}

async function loadSchemas(
  paths: ReadonlySet<string>,
  files: Files,
): Promise<{ readonly schemas: ReadonlyMap<string, ConfigSchema>; readonly findings: readonly Finding[] }> {
  const schemas = new Map<string, ConfigSchema>();
  const findings: Finding[] = [];
  for (const path of paths) {
    const loaded = await loadConfigSchema(path, files);
    if (loaded.schema !== undefined) schemas.set(path, loaded.schema);
    findings.push(...loaded.findings);
  }
  return { schemas, findings };
}
