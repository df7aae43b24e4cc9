import { Problem } from '../../errors.ts';
import type { Plan } from '../../plan/index.ts';
import type { ContainerEngine, ImageInfo } from '../../run/index.ts';
import { LOCK_FILE } from './read-lock.ts';
import { shortenDigest } from './references.ts';

/** Engines about which it has been told: a workflow of many steps says it once. */
const told = new WeakSet<ContainerEngine>();

/**
 * A warning (TOOLCHAIN_DRIFT) when the name of the locked image stands for another one on this engine by now, once for each engine: what
 * runs is still what is locked, and whoever has just built something else should know. `running` is what runs. Never rejects.
 */
export async function findMoved(
  { image, locked }: Pick<Plan, 'image' | 'locked'>,
  running: ImageInfo | undefined,
  engine: ContainerEngine,
): Promise<Problem | undefined> {
  if (locked === undefined || running === undefined || told.has(engine)) return undefined;
  const named = await engine.findImage(image).catch(() => undefined);
  if (named === undefined || named.id === running.id) return undefined;
  told.add(engine);
  return new Problem(
    'TOOLCHAIN_DRIFT',
    `${image} is ${shortenDigest(named.id)} here by now; this runs ${shortenDigest(running.id)}, which ${LOCK_FILE} pins`,
    {
      hint: `polycrate toolchain diff ${LOCK_FILE} ${image}   (what differs)\npolycrate toolchain lock   (accepts it)`,
    },
  );
}
