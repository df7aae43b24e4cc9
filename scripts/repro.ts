// `npm run toolchain:repro`: builds the toolchain image twice from nothing, with every tool, compares every file of the two, and prints what
// it weighs and takes, as docs/toolchain-image.md has it. `-- --quick` leaves the tools that are compiled out.
import Docker from 'dockerode';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCold, type ColdBuild } from './repro/build-cold.ts';
import { compareImages, listImage } from '../test/support/image-files.ts';
import { describeImage } from './repro/describe-image.ts';
import { argumentsOf } from '../src/toolchain/variant.ts';
import { COMPILED_TOOLS, VARIANT_TOOLS } from '../src/schema/tools.ts';

const root = join(import.meta.dirname, '..');
const isQuick = process.argv.includes('--quick');
const wanted = VARIANT_TOOLS.map((tool) => [tool, !(isQuick && COMPILED_TOOLS.includes(tool))] as const);
const buildArgs = argumentsOf(Object.fromEntries(wanted));
const docker = new Docker();
const folder = await mkdtemp(join(tmpdir(), 'polycrate-repro-'));
const made: ColdBuild[] = [];

try {
  for (const turn of ['first', 'second']) {
    console.log(`building the ${turn} time, everything anew`);
    const recipe = join(folder, turn);
    await cp(join(root, 'images/toolchain'), recipe, { recursive: true });
    await writeFile(join(recipe, 'Dockerfile'), forgetful(await readFile(join(recipe, 'Dockerfile'), 'utf8'), turn));
    made.push(await buildCold({ recipe, reference: `polycrate-repro:${turn}`, buildArgs }));
  }
  const [first, second] = await Promise.all(made.map(({ reference }) => listImage(docker, reference)));
  if (first === undefined || second === undefined) throw new Error('nothing was built');
  const differences = compareImages(first, second);
  console.log(`${String(first.size)} files, folders and links; ${String(differences.length)} differ`);
  for (const { path, what } of differences) console.log(`  ${path}: ${what.join(', ')}`);
  const [build] = made;
  if (build !== undefined) console.log(await describeImage(build, { docker, entries: first }));
  if (differences.some(({ what }) => what.some((each) => each !== 'mtime'))) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
  for (const { reference } of made) await docker.getImage(reference).remove();
}

/** The recipe without what would carry anything from one build to the other: no layer is reused, nor a compiler's or package manager's cache. */
function forgetful(dockerfile: string, turn: string): string {
  return dockerfile
    .replace(/^(FROM (?!scratch).*)$/gm, `$1\nARG TURN=${turn}-${String(Date.now())}`)
    .replaceAll(/--mount=type=cache,target=\S+ /g, '');
}
