import { ownImage } from '../../toolchain/index.ts';
import { VERSION } from '../../version.ts';
import { text, type Shell } from '../world.ts';

/** `polycrate version`. */
export async function showVersion(shell: Shell): Promise<number> {
  const image = ownImage(VERSION);
  const data = {
    version: VERSION,
    image,
    node: process.versions.node,
    platform: `${process.platform}/${process.arch}`,
  };
  await shell.renderer.result(
    text(`polycrate ${VERSION}\ntoolchain ${image}\nnode ${data.node}, ${data.platform}`, data),
  );
  return 0;
}
