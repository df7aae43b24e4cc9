import { formatCycloneDx, formatSpdx, listLicenses, readSbom, type Sbom } from '../../../toolchain/sbom/index.ts';
import { loadBundles, type Shell, table, text } from '../../world.ts';
import { requireContainers } from './containers.ts';
import { currentImage } from './current-image.ts';

/** What `toolchain sbom` can be written as beside the usual formats. */
export const SBOM_FORMATS = ['spdx-json', 'cyclonedx-json'] as const;

/** `polycrate toolchain sbom`: everything the image is made of, as a table or in a format for other programs. */
export async function showSbom(shell: Shell, output: string): Promise<number> {
  const sbom = await readCurrent(shell, 'sbom');
  const creator = `polycrate ${shell.world.host.version}`;
  if (output === 'spdx-json' || output === 'cyclonedx-json') {
    const document = output === 'spdx-json' ? formatSpdx(sbom, creator) : formatCycloneDx(sbom, creator);
    await shell.renderer.result({ ...text(document.trimEnd(), sbom), isDocument: true });
    return 0;
  }
  await shell.renderer.result({
    ...table({
      columns: [
        { title: 'kind', value: ({ kind }) => kind, fixed: true },
        { title: 'name', value: ({ name }) => name, whole: true },
        { title: 'version', value: ({ version }) => version },
        { title: 'licences', value: ({ licenses }) => licenses.join(', ') },
      ],
      rows: sbom.components,
      empty: 'The image tells nothing of what is in it.',
    }),
    data: sbom,
  });
  return 0;
}

/** `polycrate toolchain licenses`: every licence in the image, with what is under it. */
export async function showLicenses(shell: Shell): Promise<number> {
  const { image, components } = await readCurrent(shell, 'licenses');
  const uses = listLicenses(components);
  await shell.renderer.result({
    ...table({
      columns: [
        { title: 'licence', value: ({ license }) => license, whole: true },
        { title: 'count', value: ({ components: list }) => list.length, fixed: true },
        { title: 'of', value: ({ components: list }) => [...new Set(list.map(({ name }) => name))].join(', ') },
      ],
      rows: uses,
      empty: 'The image tells nothing of what is in it.',
    }),
    data: { image, licenses: uses },
  });
  return 0;
}

async function readCurrent(shell: Shell, verb: string): Promise<Sbom> {
  requireContainers(shell, verb);
  const { world } = shell;
  const { reference, found } = await currentImage(shell);
  const [engine, { unpack }] = await Promise.all([world.engine(), loadBundles()]);
  return readSbom(reference, found, { ...world, engine, unpack });
}
