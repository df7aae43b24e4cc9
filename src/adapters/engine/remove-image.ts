import { askEngine } from './ask.ts';
import type { Connection } from './connection.ts';
import { describeFailure, statusOf } from './failures.ts';
import { inspectImage } from './images.ts';
import { withinPatience } from './patience.ts';

/** Takes an image's names away, which removes it; see ContainerEngine.removeImage. */
export async function removeImage(connection: Connection, id: string): Promise<'removed' | 'in use'> {
  const { endpoint, answerMs } = connection;
  const undertaking = { doing: `removing the image ${id}`, endpoint };
  try {
    return await withinPatience(remove(connection, id), { undertaking, answerMs });
  } catch (error) {
    // Somebody else was quicker.
    if (statusOf(error) === 404) return 'removed';
    if (statusOf(error) === 409) return 'in use';
    throw describeFailure(error, undertaking);
  }
}

/** By name, and not by force: whatever has begun to use it meanwhile keeps it. */
async function remove(connection: Connection, id: string): Promise<'removed' | 'in use'> {
  const query = { all: 'true', filters: JSON.stringify({ ancestor: [id] }) };
  const users = (await askEngine(connection, { method: 'GET', path: '/containers/json', query })) as readonly unknown[];
  if (users.length > 0) return 'in use';
  // An engine without names for it says null.
  const tags = ((await inspectImage(connection, id)).RepoTags as string[] | null) ?? [];
  for (const name of tags.length === 0 ? [id] : tags)
    await askEngine(connection, { method: 'DELETE', path: `/images/${name}` });
  return 'removed';
}
