import type { RunningJob } from '../run/index.ts';
import type { ToolLists, ToolVersions } from './ports.ts';

/** Where a toolchain image says what is in it. */
export const INVENTORY = '/etc/polycrate/toolchain.json';

/**
 * Makes sure that `lists` has the versions of the tools in the image of that id, as the image itself tells them: only what was never
 * read is asked of the running job. Never rejects: a run is not to fail for it.
 */
export async function learnToolVersions(
  image: string,
  job: Pick<RunningJob, 'readFile'>,
  lists: ToolLists,
): Promise<void> {
  if (lists.find(image) !== undefined) return;
  try {
    const text = await job.readFile(INVENTORY);
    lists.keep(image, text === undefined ? {} : parseInventory(text.toString('utf8')));
  } catch {
    // The container may have ended before; the next one is asked.
  }
}

/** What is known by now of the tools in an image, as a record has it. */
export function recordedTools(image: string, lists: ToolLists): { readonly tools?: ToolVersions } {
  const tools = lists.find(image) ?? {};
  return Object.keys(tools).length === 0 ? {} : { tools };
}

/** The `tools` of an inventory; empty where it is none. */
export function parseInventory(text: string): ToolVersions {
  try {
    const { tools = {} } = JSON.parse(text) as { readonly tools?: Readonly<Record<string, unknown>> };
    return Object.fromEntries(
      Object.entries(tools).filter(([, version]) => typeof version === 'string'),
    ) as ToolVersions;
  } catch {
    return {};
  }
}
