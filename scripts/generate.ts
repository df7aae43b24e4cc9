import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generateCli } from './generate/cli.ts';
import { generateErrors } from './generate/errors.ts';
import { generateEvents } from './generate/events.ts';
import { generatePicture } from './generate/picture.ts';
import { generateSchemas } from './generate/schemas.ts';

// Each generator gives paths from the project's root with their contents; add further ones here.
const generators = [generateSchemas, generateErrors, generateEvents, generateCli, generatePicture];

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
