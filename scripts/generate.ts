import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
// Each generator gives paths from the project's root with their contents; add further ones here. One is loaded after the other, because
// the command line, of which pages are made, needs the validators that the first one writes.
const generators = [
  async () => (await import('./generate/schemas.ts')).generateSchemas(),
  async () => (await import('./generate/recipe.ts')).generateRecipe(),
  async () => (await import('./generate/errors.ts')).generateErrors(),
  async () => (await import('./generate/events.ts')).generateEvents(),
  async () => (await import('./generate/cli.ts')).generateCli(),
  async () => (await import('./generate/man.ts')).generateMan(),
  async () => (await import('./generate/picture.ts')).generatePicture(),
  async () => (await import('./generate/reliability.ts')).generateReliability(),
];

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const drifted: string[] = [];

for (const generate of generators) {
  for (const [path, contents] of await generate()) {
    const file = join(root, path);
    const present = await readFile(file, 'utf8').catch(() => undefined);
    if (present === contents) continue;
    drifted.push(path);
    if (check) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents);
  }
}

for (const path of drifted) console.error(`${check ? 'out of date' : 'written'}: ${path}`);
if (check && drifted.length > 0) {
  console.error('Run `npm run generate` and commit what it writes.');
  process.exitCode = 1;
}
