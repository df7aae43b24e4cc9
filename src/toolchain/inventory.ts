import type { ContainerEngine, Job } from '../run/index.ts';
import type { Host } from '../plan/index.ts';
import type { ToolLists, ToolVersions } from './ports.ts';
import { INVENTORY, parseInventory } from './tool-versions.ts';

/** What reading an inventory needs. */
export interface InventoryTools {
  readonly engine: ContainerEngine;
  readonly toolLists: ToolLists;
  readonly host: Pick<Host, 'uid' | 'gid' | 'userName'>;
  readonly newId: () => string;
}

/** The versions of the tools in the image of that id, as it tells them itself; empty for one that tells nothing. One container is run where nobody has asked before. */
export async function readInventory(
  image: string,
  { engine, toolLists, host, newId }: InventoryTools,
): Promise<ToolVersions> {
  const known = toolLists.find(image);
  if (known !== undefined) return known;
  await using job = await engine.start(jobFor(image, host, newId()));
  const [text] = await Promise.all([collect(job.stdout), collect(job.stderr), job.exit]);
  const tools = parseInventory(text);
  toolLists.keep(image, tools);
  return tools;
}

function jobFor(image: string, { uid, gid, userName }: InventoryTools['host'], id: string): Job {
  return {
    name: `polycrate-inventory-${id}`,
    image,
    command: ['cat', INVENTORY],
    workingDirectory: '/',
    env: {},
    files: [],
    mounts: [],
    transport: 'mount',
    labels: {},
    network: 'none',
    user: { uid, gid },
    userName,
    engineSocket: false,
    stdin: false,
  };
}

async function collect(stream: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
