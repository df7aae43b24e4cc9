import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type Docker from 'dockerode';
import type { ColdBuild } from './build-cold.ts';
import type { Difference, Entry } from '../../test/support/image-files.ts';

/** What belongs to a tool, by the paths it is installed at; the rest comes with Debian. */
const PLACES: readonly (readonly [string, RegExp])[] = [
  ['helm', /^usr\/local\/bin\/helm$/],
  ['kubectl', /^usr\/local\/bin\/kubectl$/],
  ['terraform', /^usr\/local\/bin\/terraform$/],
  ['opentofu', /^usr\/local\/bin\/tofu$/],
  ['yq', /^usr\/local\/bin\/yq$/],
  ['azure-cli', /^opt\/azure-cli\//],
  ['ansible-core', /^usr\/lib\/python3\/dist-packages\/ansible(?:_test)?\//],
  ['its collections', /^usr\/lib\/python3\/dist-packages\/ansible_collections\//],
  ['docker client, compose, buildx', /^usr\/(?:bin\/docker|libexec\/docker\/)/],
];
const OPTIONAL = ['opentofu', 'yq', 'awscli', 'azure-cli'];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const mb = (bytes: number): string => `${String(Math.round(bytes / 1e6))} MB`;

/** Writes the page about the image: what it weighs, how long its parts take, and what two builds of it differ in. */
export async function writePage(
  file: string,
  {
    builds,
    docker,
    entries,
    differences,
  }: {
    readonly builds: readonly ColdBuild[];
    readonly docker: Docker;
    readonly entries: ReadonlyMap<string, Entry>;
    readonly differences: readonly Difference[];
  },
): Promise<void> {
  const [first] = builds;
  if (first === undefined) return;
  const image = docker.getImage(first.reference);
  const { Size: size, RootFS: fileSystem } = await image.inspect();
  const history = (await image.history()) as readonly { readonly CreatedBy: string; readonly Size: number }[];
  const awscli = history.find(({ CreatedBy: by }) => by.includes('awscli='))?.Size ?? 0;
  const weights = [
    ...PLACES.map(([name, place]) => [name, weigh(entries, place)] as const),
    ['awscli', awscli] as const,
  ].sort(([, a], [, b]) => b - a);
  const optional = weights.filter(([name]) => OPTIONAL.includes(name)).reduce((sum, [, bytes]) => sum + bytes, 0);
  const layers = history.filter(({ Size: bytes }) => bytes > 0).reverse();
  const contents = differences.filter(({ what }) => what.some((each) => each !== 'mtime'));
  const { version } = (await docker.version()) as unknown as { readonly version?: string };
  const text = [
    '# The toolchain image, measured',
    '',
    `<!-- Written by npm run toolchain:repro; do not edit. -->`,
    '',
    `Written by \`npm run toolchain:repro\` on ${new Date().toISOString().slice(0, 10)}: ${String(cpus().length)} cores (${cpus()[0]?.model ?? 'unknown'})${version === undefined ? '' : `, engine ${version}`}.`,
    'Built twice with every tool there is, and with nothing kept from one build to the other: no layer, no compiled package, no downloaded module.',
    '',
    '## Size',
    '',
    `${mb(size)} unpacked with everything, ${mb(size - optional)} without what is only there when asked for (${OPTIONAL.join(', ')}); ${String(fileSystem.Layers?.length ?? 0)} layers.`,
    '',
    table(
      ['part', 'unpacked'],
      weights.map(([name, bytes]) => [name, mb(bytes)]),
    ),
    '',
    table(
      ['layer, first to last', 'unpacked'],
      layers.map(({ CreatedBy: by, Size: bytes }) => [`\`${shorten(by)}\``, bytes < 1e6 ? '< 1 MB' : mb(bytes)]),
    ),
    '',
    '## Time',
    '',
    `${(first.seconds / 60).toFixed(1)} minutes from nothing. Steps run side by side and share the cores, so their times add up to more.`,
    '',
    table(
      ['step', 'seconds'],
      first.steps
        .filter(({ seconds }) => seconds >= 1)
        .map(({ step, seconds }) => [`\`${step.replaceAll('|', String.raw`\|`)}\``, seconds.toFixed(0)]),
    ),
    '',
    '## Two builds',
    '',
    `${String(entries.size)} files, folders and links; ${contents.length === 0 ? 'all with the same content, mode and owner in both' : `${String(contents.length)} with another content, mode or owner`}; ${String(differences.length - contents.length)} differ in their times only.`,
    '',
    ...(differences.length === 0
      ? []
      : [
          table(
            ['path', 'differs in'],
            differences.map(({ path, what }) => [`\`/${path}\``, what.join(', ')]),
          ),
          '',
        ]),
  ];
  await writeFile(file, text.join('\n'));
}

function weigh(entries: ReadonlyMap<string, Entry>, place: RegExp): number {
  return [...entries].reduce((sum, [path, { bytes }]) => (place.test(path) ? sum + bytes : sum), 0);
}

function shorten(command: string): string {
  const plain = command
    .replace(/^RUN (?:\|\d+ )?.*?\/bin\/sh -c /, 'RUN ')
    .replace(/ # buildkit$/, '')
    .replace(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`);
  return plain === '' ? 'the base image' : plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
