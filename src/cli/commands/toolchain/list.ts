import { RECIPE_LABEL } from '../../../toolchain/index.ts';
import { table, type Shell } from '../../world.ts';

/** `polycrate toolchain list`: toolchain images the engine has. */
export async function listImages(shell: Shell): Promise<number> {
  const engine = await shell.world.engine();
  const images = await engine.listImages(RECIPE_LABEL);
  await shell.renderer.result(
    table({
      columns: [
        { title: 'image', value: ({ tags }) => tags[0] ?? '(untagged)' },
        { title: 'id', value: ({ id }) => id.replace('sha256:', '').slice(0, 12), fixed: true },
        { title: 'size', value: ({ sizeBytes }) => `${String(Math.round(sizeBytes / 1e6))} MB`, fixed: true },
        { title: 'created', value: ({ created }) => created.slice(0, 10), fixed: true },
      ],
      rows: images,
      empty: 'No toolchain image yet. Build it: polycrate toolchain build',
    }),
  );
  return 0;
}
