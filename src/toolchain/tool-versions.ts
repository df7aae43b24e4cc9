import type { RunningJob } from '../run/index.ts';
import type { ToolLists, ToolVersions } from './ports.ts';

/** Where a toolchain image says what is in it. */
const INVENTORY = '/etc/polycrate/toolchain.json';
/** What the engine calls an image; without an engine there is none, and what the machine has may change. */
const IMAGE_ID = /^(?:sha256:)?[0-9a-f]{64}$/;

/**
 * The versions of the tools in the image of that id, as the image itself tells them; undefined where it does not. What was read once is kept
 * in `lists`; only else the running job is asked. Never rejects: a run is not to fail for it.
 */
export async function readToolVersions(
  image: string,
  job: Pick<RunningJob, 'readFile'>,
  lists: ToolLists,
): Promise<ToolVersions | undefined> {
  try {
    const isKept = IMAGE_ID.test(image);
    const known = isKept ? lists.find(image) : undefined;
    if (known !== undefined) return someOf(known);
    const text = await job.readFile(INVENTORY);
    const tools = text === undefined ? {} : parseInventory(text.toString('utf8'));
    if (isKept) lists.keep(image, tools);
    return someOf(tools);
  } catch {
    return undefined;
  }
}

/** The `tools` of an inventory; empty where it is none. */
function parseInventory(text: string): ToolVersions {
  try {
    const { tools = {} } = JSON.parse(text) as { readonly tools?: Readonly<Record<string, unknown>> };
    return Object.fromEntries(
      Object.entries(tools).filter(([, version]) => typeof version === 'string'),
    ) as ToolVersions;
  } catch {
    return {};
  }
}

function someOf(tools: ToolVersions): ToolVersions | undefined {
  return Object.keys(tools).length === 0 ? undefined : tools;
}
