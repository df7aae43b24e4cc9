// Makes docs/images/*.svg anew: real output of the product, on a real terminal, as pictures. Needs what `npm run demo` needs.
// Usage: node scripts/screenshots.mjs [NAME…]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prepare, root, say } from './prepare.mjs';
import { drawScreen } from './screenshots/draw.mjs';
import { scenes } from './screenshots/scenes.mjs';
import { readScreen } from './screenshots/screen.mjs';

const ROWS = 50;

await prepare({ image: true });
const wanted = process.argv.slice(2);
for (const scene of scenes) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  const folder = mkdtempSync(join(tmpdir(), 'polycrate-screenshot-'));
  try {
    lay(scene, folder);
    for (const words of scene.before ?? []) await type(words, scene, folder);
    const parts = [];
    for (const words of scene.shown)
      parts.push(`$ polycrate ${words.join(' ')}\r\n${await type(words, scene, folder)}`);
    const screen = readScreen(parts.join('\r\n'), scene.columns);
    const file = join(root, 'docs/images', `${scene.name}.svg`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, drawScreen(screen, { columns: scene.columns, title: `polycrate ${scene.shown[0].join(' ')}` }));
    say(`docs/images/${scene.name}.svg`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lay({ from, files = {} }, folder) {
  if (from !== undefined) cpSync(join(root, from), folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** What one command line prints on a terminal; its status does not matter. */
async function type(words, { columns }, folder) {
  const command = [process.execPath, join(root, 'dist/main.js'), ...words].map((word) => `'${word}'`).join(' ');
  const session = `stty rows ${ROWS} cols ${columns}; ${command}`;
  const { CI: _ci, NO_COLOR: _colour, ...env } = process.env;
  // Its stdin stays open: at the end of it, script(1) would type an end-of-file.
  const child = spawn('script', ['--quiet', '--command', session, '/dev/null'], {
    cwd: folder,
    env: { ...env, TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'close');
  child.stdin.destroy();
  return Buffer.concat(chunks).toString();
}
