import { blockSchema } from './block.ts';
import { planSchema } from './plan.ts';
import { recordSchema } from './record.ts';
import { toolchainLockSchema } from './toolchain-lock.ts';
import { userSchema } from './user.ts';
import { workspaceSchema } from './workspace.ts';

/** A JSON Schema of draft 7 for one of the formats polycrate reads or writes. */
export interface PublishedSchema {
  readonly name: string;
  /** The file or answer it describes. */
  readonly of: string;
  readonly title: string;
  readonly document: Readonly<Record<string, unknown>>;
}

const HOME = 'https://raw.githubusercontent.com/polycrate/polycrate/main/docs/reference/schema';

/** Every published schema, in the order people meet the formats. */
export const PUBLISHED: readonly PublishedSchema[] = [
  publish('workspace', 'workspace.poly, secrets.poly', 'A workspace of polycrate', workspaceSchema),
  publish('block', 'block.poly', 'A block of polycrate', blockSchema),
  publish('user', '~/.polycrate/polycrate.yml', 'Settings of a user of polycrate', userSchema),
  publish('record', '.logs/DAY/TRANSACTION.yml', 'A record of polycrate', recordSchema),
  publish('plan', 'polycrate plan BLOCK ACTION -o json', 'A plan of polycrate', planSchema),
  publish('toolchain-lock', 'toolchain.lock', 'The toolchain lock of polycrate', toolchainLockSchema),
];

function publish(name: string, of: string, title: string, schema: object): PublishedSchema {
  const head = { $schema: 'http://json-schema.org/draft-07/schema#', $id: `${HOME}/${name}.json`, title };
  return { name, of, title, document: { ...head, ...(present(schema) as object) } };
}

/** The schema for editors: without our own notes, and with every default in the description, where all of them show it. */
function present(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(present);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { expected: _ours, properties, ...rest } = schema as Readonly<Record<string, unknown>>;
  const shown: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) shown[key] = key === 'default' ? value : present(value);
  if (typeof rest['description'] === 'string' && 'default' in rest)
    shown['description'] = `${rest['description']} Default: ${String(rest['default'])}.`;
  if (properties === undefined) return shown;
  const entries = Object.entries(properties as object).map(([key, value]) => [key, present(value)] as const);
  return { ...shown, properties: Object.fromEntries(entries) };
}
