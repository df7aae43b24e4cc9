import { cpus } from 'node:os';
import type Docker from 'dockerode';
import type { Entry } from '../../test/support/image-files.ts';
import type { ColdBuild } from './build-cold.ts';

/** What belongs to a tool, by the paths it is installed at; the rest comes with Debian. */
const PLACES: readonly (readonly [string, RegExp])[] = [
  ['helm', /^usr\/local\/bin\/helm$/],
  ['kubectl', /^usr\/local\/bin\/kubectl$/],
  ['terraform', /^usr\/local\/bin\/terraform$/],
  ['opentofu', /^usr\/local\/bin\/tofu$/],
  ['yq', /^usr\/local\/bin\/yq$/],
  ['azure-cli', /^opt\/azure-cli\//],
  ['ansible-core', /^usr\/lib\/python3\/dist-packages\/ansible(?:_test)?\//],
  ['collections of Ansible', /^usr\/lib\/python3\/dist-packages\/ansible_collections\//],
  ['docker client, compose, buildx', /^usr\/(?:bin\/docker|libexec\/docker\/)/],
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const mb = (bytes: number): string => (bytes < 1e6 ? '< 1 MB' : `${String(Math.round(bytes / 1e6))} MB`);

/** Tables of what an image weighs, tool by tool and layer by layer, and what its build took step by step. */
export async function describeImage(
  { reference, seconds, steps }: ColdBuild,
  { docker, entries }: { readonly docker: Docker; readonly entries: ReadonlyMap<string, Entry> },
): Promise<string> {
  const image = docker.getImage(reference);
  const { Size: size, RootFS: fileSystem } = await image.inspect();
  const history = (await image.history()) as readonly { readonly CreatedBy: string; readonly Size: number }[];
  const weights = PLACES.map(([name, place]) => [name, weigh(entries, place)] as const).sort(([, a], [, b]) => b - a);
  const layers = history.filter(({ Size: bytes }) => bytes > 0).reverse();
  const slow = steps.filter((each) => each.seconds >= 1);
  return [
    `${mb(size)} unpacked, ${String(fileSystem.Layers?.length ?? 0)} layers; built in ${(seconds / 60).toFixed(1)} minutes on ${String(cpus().length)} cores`,
    table(
      ['part', 'unpacked'],
      weights.map(([name, bytes]) => [name, mb(bytes)]),
    ),
    table(
      ['layer, first to last', 'unpacked'],
      layers.map(({ CreatedBy: by, Size: bytes }) => [shorten(by), mb(bytes)]),
    ),
    table(
      ['step, side by side with others', 'seconds'],
      slow.map((each) => [each.step, each.seconds.toFixed(0)]),
    ),
  ].join('\n\n');
}

function weigh(entries: ReadonlyMap<string, Entry>, place: RegExp): number {
  return [...entries].reduce((sum, [path, { bytes }]) => (place.test(path) ? sum + bytes : sum), 0);
}

function shorten(command: string): string {
  const plain = command.replace(/^RUN (?:\|\d+ )?.*?\/bin\/sh -c /, 'RUN ').replace(/\s+/g, ' ');
  return plain === '' ? 'the base image' : plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
