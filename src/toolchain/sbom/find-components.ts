import { readCollection } from './ansible.ts';
import type { Component, Evidence, Sbom } from './component.ts';
import { readDebianPackages } from './debian.ts';
import { describeGoModule, readGoModules } from './go.ts';
import { readPythonDistribution } from './python.ts';

const STATUS = 'var/lib/dpkg/status';
const OS_RELEASE = 'usr/lib/os-release';
/** Where the script puts what it found in Go programs: below the offset it was at. */
const GO_PROGRAM = /^go\/\d+\/(.+)$/;

/** The system of an image, by its os-release(5). */
export function readSystem(files: readonly Evidence[]): Sbom['system'] {
  const text = textOf(files, OS_RELEASE) ?? '';
  const valueOf = (key: string): string | undefined => new RegExp(`^${key}="?([^"\\n]*)`, 'm').exec(text)?.[1];
  return {
    id: valueOf('ID') ?? 'linux',
    version: valueOf('VERSION_ID') ?? '',
    name: valueOf('PRETTY_NAME') ?? 'Linux',
  };
}

/** Everything that these files tell of, each once, sorted by kind, name and version. */
export function findComponents(files: readonly Evidence[]): Component[] {
  const found = [
    ...readDebianPackages(textOf(files, STATUS) ?? '', {
      system: readSystem(files),
      copyrightOf: (name) => textOf(files, `usr/share/doc/${name}/copyright`),
    }),
    ...files.flatMap((file) => readOne(file) ?? []),
    ...findGoModules(files),
  ];
  const byPurl = new Map(found.map((component) => [component.purl, component]));
  const keyOf = ({ kind, name, version }: Component): string => `${kind}\0${name}\0${version}`;
  return [...byPurl.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function readOne({ path, contents }: Evidence): Component | undefined {
  if (/\.(?:dist|egg)-info(?:\/|$)/.test(path)) return readPythonDistribution(contents.toString('utf8'), path);
  return path.endsWith('/MANIFEST.json') ? readCollection(contents.toString('utf8'), path) : undefined;
}

/** A module that several programs were linked with is one component of all of them. */
function findGoModules(files: readonly Evidence[]): Component[] {
  const places = new Map<
    string,
    { readonly module: { path: string; version: string }; readonly programs: Set<string> }
  >();
  for (const { path, contents } of files) {
    const program = GO_PROGRAM.exec(path)?.[1];
    if (program === undefined) continue;
    for (const module of readGoModules(contents)) {
      const key = `${module.path}@${module.version}`;
      const known = places.get(key) ?? { module, programs: new Set() };
      known.programs.add(`/${program}`);
      places.set(key, known);
    }
  }
  return [...places.values()].map(({ module, programs }) => describeGoModule(module, [...programs].sort()));
}

function textOf(files: readonly Evidence[], path: string): string | undefined {
  return files.find((file) => file.path === path)?.contents.toString('utf8');
}
