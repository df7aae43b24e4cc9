// Writes src/toolchain/sbom/go-licenses.ts: the licence of every Go module that a tool of the image can be compiled with, read from the
// modules themselves. To be run after images/toolchain/bin/pin: node scripts/go-licenses.mjs. Needs Go ≥ 1.24, and fetches what its cache lacks.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const tools = join(root, 'images/toolchain/go');

/** A phrase that only this licence has, first match first: longer texts quote shorter ones. */
const PHRASES = [
  ['BUSL-1.1', /business source license/i],
  ['MPL-2.0', /mozilla public license,?\s+version 2\.0/i],
  ['MPL-2.0', /mozilla public license, v\. 2\.0/i],
  ['LGPL-3.0-only', /gnu lesser general public license\s+version 3/i],
  ['GPL-3.0-only', /gnu general public license\s+version 3/i],
  ['GPL-2.0-only', /gnu general public license\s+version 2/i],
  ['EPL-2.0', /eclipse public license - v 2\.0/i],
  ['Apache-2.0', /apache license\s+version 2\.0/i],
  ['Apache-2.0', /licensed under the apache license, version 2\.0/i],
  ['CC0-1.0', /cc0 1\.0 universal/i],
  ['Unlicense', /this is free and unencumbered software/i],
  [
    'ISC',
    /permission to use, copy, modify, and(?:\/or)? distribute this software for any\s+purpose with or without fee/i,
  ],
  [
    '0BSD',
    /permission to use, copy, modify, and\/or distribute this software for any purpose with or without fee is hereby granted\.\s+the software/i,
  ],
  ['MIT', /permission is hereby granted, free of charge, to any person obtaining a\s*copy/i],
  [
    'BSD-3-Clause',
    /redistribution and use in source and binary forms[\s\S]*(?:neither the name|the names? of|may not be used to endorse)/i,
  ],
  ['BSD-2-Clause', /redistribution and use in source and binary forms/i],
];

const modules = new Map();
for (const tool of readdirSync(tools)) {
  const cwd = join(tools, tool);
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOOS: 'linux', CGO_ENABLED: '0' };
  const go = (...args) => execFileSync('go', args, { cwd, env, encoding: 'utf8', maxBuffer: 1e9 });
  const listed = go('list', '-deps', '-f', '{{with .Module}}{{.Path}} {{.Dir}}{{end}}', go('list', 'tool').trim());
  for (const line of new Set(listed.split('\n'))) {
    const [path, folder] = line.split(' ');
    const licence = folder === undefined || path.startsWith('polycrate/') ? undefined : licenceIn(folder);
    if (licence !== undefined) modules.set(path, licence);
  }
}

const byLicence = group([...modules].sort());
const lines = [...byLicence].sort().map(([licence, list]) => {
  const key = /^\w+$/.test(licence) && !/^\d/.test(licence) ? licence : `'${licence}'`;
  return `  ${key}: \`\n${wrap(list.map(([path]) => path))}\n  \`,\n`;
});
writeFileSync(
  join(root, 'src/toolchain/sbom/go-licenses.ts'),
  `/** Written by scripts/go-licenses.mjs: licence → the modules that have it. */\nexport const GO_LICENSES: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`,
);

function licenceIn(folder) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => e.name)
    .filter((name) => /^(?:un)?licen[cs]e|^copying/i.test(name));
  const found = names.map((name) => licenceOf(readFileSync(join(folder, name), 'utf8'))).filter(Boolean);
  return [...new Set(found)].sort().join(' AND ') || undefined;
}

function licenceOf(text) {
  const plain = text.replace(/\s+/g, ' ');
  return PHRASES.find(([, phrase]) => phrase.test(plain))?.[0];
}

/** Licence → entries (Map.groupBy is not in Node 20). */
function group(entries) {
  const groups = new Map();
  for (const entry of entries) groups.set(entry[1], [...(groups.get(entry[1]) ?? []), entry]);
  return groups;
}

/** Words in lines of at most 150 characters. */
function wrap(words) {
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > 150) lines.push(`    ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
