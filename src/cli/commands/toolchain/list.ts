import { surveyImage } from '../../../plan/index.ts';
import type { ImageInfo } from '../../../run/index.ts';
import { findLocked, lockedImages, ownImage, readLock, RECIPE_LABEL, VARIANT_LABEL } from '../../../toolchain/index.ts';
import { findEnclosing } from '../../workspace-folder.ts';
import { table, type Shell } from '../../world.ts';

/** `polycrate toolchain list`: toolchain images the engine has, and which one this workspace runs and has locked. */
export async function listImages(shell: Shell): Promise<number> {
  const { world } = shell;
  const engine = await world.engine();
  const labelled = await engine.listImages(RECIPE_LABEL);
  const { image, pinned } = await findOwn(shell);
  const [named, lookedUp] = await Promise.all([
    engine.findImage(image),
    pinned === undefined ? undefined : findLocked({ image, locked: pinned }, engine),
  ]);
  const locked = lookedUp?.there?.found;
  const isLocked = pinned !== undefined;
  // A workspace may run an image that no recipe of ours has made.
  const further = [named, locked].filter((each) => each !== undefined);
  const all = [...new Map([...further, ...labelled].map((each) => [each.id, each])).values()];
  const rows = all.sort(byAge).map((each) => ({ ...each, note: noteOn(each, { named, locked, isLocked }) }));
  await shell.renderer.result(
    table({
      columns: [
        { title: 'image', value: ({ tags }) => tags[0] ?? '(untagged)' },
        { title: 'variant', value: ({ labels }) => labels[VARIANT_LABEL] ?? '' },
        { title: 'id', value: ({ id }) => id.replace('sha256:', '').slice(0, 12), fixed: true },
        { title: 'size', value: ({ sizeBytes }) => `${String(Math.round(sizeBytes / 1e6))} MB`, fixed: true },
        { title: 'created', value: ({ created }) => created.slice(0, 10), fixed: true },
        { title: 'here', value: ({ note }) => note },
      ],
      rows,
      empty: 'No toolchain image yet. Build it: polycrate toolchain build',
    }),
  );
  return 0;
}

/** The image of this workspace and what is pinned of it; outside of one that of this version. */
async function findOwn(
  shell: Shell,
): Promise<{ readonly image: string; readonly pinned?: ReturnType<typeof lockedImages> }> {
  const { world, namesWorkspace } = shell;
  if (!namesWorkspace && (await findEnclosing(world.host.directory, world)) === undefined)
    return { image: ownImage(world.host.version) };
  const workspace = await shell.workspace();
  const { directory } = workspace;
  const lock = await readLock(directory, world.files);
  if (lock === undefined) return surveyImage(workspace, world);
  return { image: lock.image, pinned: lockedImages(lock, world.host) };
}

interface Own {
  readonly named: ImageInfo | undefined;
  readonly locked: ImageInfo | undefined;
  readonly isLocked: boolean;
}

function noteOn({ id }: ImageInfo, { named, locked, isLocked }: Own): string {
  if (id === locked?.id) return 'locked';
  if (id !== named?.id) return '';
  return isLocked ? 'not what is locked' : 'used';
}

const byAge = (a: ImageInfo, b: ImageInfo): number => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0);
