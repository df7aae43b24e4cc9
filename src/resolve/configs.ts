import {
  type ConfigSchema,
  type Files,
  type Finding,
  fingerprint,
  isError,
  loadConfigSchema,
  type ParsedBefore,
} from '../workspace/index.ts';
import { checkConfig } from './config.ts';
import { once } from './echoes.ts';
import type { Lineage } from './lineage.ts';

export interface ConfigTools {
  readonly files: Files;
  /** What passed before: a schema is compiled only when it or a config it is for has changed. */
  readonly before: ParsedBefore | undefined;
}

/**
 * CONFIG_INVALID and SCHEMA_INVALID for the config of every block that has a schema.json in its chain; `schemas` has their paths by
 * the path of the block file beside them. This is the one check of a workspace that needs further files.
 */
export async function checkConfigs(
  lineages: Iterable<Lineage>,
  schemas: ReadonlyMap<string, string>,
  { files, before }: ConfigTools,
): Promise<Finding[]> {
  if (schemas.size === 0) return [];
  const texts = new Map<string, Promise<string>>();
  const textOf = (path: string): Promise<string> => {
    const known = texts.get(path) ?? files.read(path).then((bytes) => bytes?.toString('latin1') ?? '');
    texts.set(path, known);
    return known;
  };
  const pending: { readonly lineage: Lineage; readonly key: string | undefined }[] = [];
  for (const lineage of lineages) {
    const paths = schemasOf(lineage, schemas);
    if (paths.length === 0) continue;
    const isSecret = lineage.layers.some(({ file }) => file.confidential);
    const key = isSecret
      ? undefined
      : fingerprint('config', JSON.stringify([...(await Promise.all(paths.map(textOf))), ...facts(lineage)]));
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

/** All that a verdict depends on beside the schemas; those of ancestors say what a child need not repeat. */
function facts({ merged, parent }: Lineage): unknown[] {
  return [merged.config, merged.template, parent?.merged.config, parent?.merged.template];
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
