// Opens workspaces whose files are as bad as files can be, each in turn; says in one line of JSON what each took. A process of its own, so
// that a limit on its memory and its CPU time mean something.
import { survive } from './fuzz.ts';

const BYTES = Math.floor(0.99 * 1024 * 1024);
const fill = (unit: string): string => unit.repeat(Math.floor(BYTES / unit.length));
const count = (most: number, line: (at: number) => string): string =>
  Array.from({ length: most }, (_each, at) => line(at)).join('');

const FILES: Readonly<Record<string, () => string>> = {
  'blank lines': () => fill('\n'),
  'blank lines before a mistake': () => `${fill('\n')}labels: [\n`,
  'blank lines of Windows': () => fill('\r\n'),
  'lines of spaces': () => fill('  \n'),
  comments: () => fill('# x\n'),
  '100,000 keys': () => count(100_000, (at) => `k${String(at)}: 1\n`),
  'one key again and again': () => `meta:\n${fill('  k: 1\n')}`,
  'one long text': () => `description: ${fill('x')}\n`,
  'one long text without its closing quotes': () => `description: "${fill('x')}\n`,
  'one long key': () => `${fill('x')}: 1\n`,
  'a list of small items': () => `extraenv: [${fill('a=1, ')}]\n`,
  'a wrong value in every item': () => `extraenv: [${fill('[],')}]\n`,
  'brackets that open': () => `meta: ${fill('[')}`,
  'braces that open': () => `meta: ${fill('{a: ')}`,
  '10,000 levels of brackets': () => `meta: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
  'levels of blocks': () => `meta:\n${count(1_400, (at) => `${' '.repeat(at + 1)}a:\n`)}`,
  'items in items': () => `meta:\n  ${fill('- ')}`,
  'question marks': () => `meta:\n  ${fill('? ')}`,
  blocks: () => `blocks:\n${count(24_000, (at) => `  - name: block-${String(at)}\n    kind: generic\n`)}`,
  'blocks of one name': () => `blocks:\n${fill('  - name: same\n')}`,
  'blocks without a name': () => `blocks:\n${fill('  - nam: same\n')}`,
  'blocks in a long chain': () =>
    `blocks:\n${count(17_000, (at) => `  - name: block-${String(at)}\n    from: block-${String(at + 1)}\n`)}`,
  'blocks from blocks that are not there': () =>
    `blocks:\n${count(17_000, (at) => `  - name: block-${String(at)}\n    from: blok-${String(at)}x\n`)}`,
  'uses of one alias': () => `meta:\n  a: &a {x: 1}\n  l:\n${fill('  - *a\n')}`,
  'aliases of nothing': () => `meta:\n${count(30_000, (at) => `  k${String(at)}: *a${String(at)}\n`)}`,
  'merge keys': () => `meta:\n  a: &a {x: 1}\n  l:\n${fill('  - <<: *a\n')}`,
  tags: () => `meta:\n${count(30_000, (at) => `  k${String(at)}: !t 1\n`)}`,
  'items swallowed by a text': () => `meta:\n  a: b\n${fill('   - b\n')}`,
  'missing spaces': () => `meta:\n${count(30_000, (at) => `  k${String(at)}:\n    a:b\n`)}`,
  'wrong indentation': () => `meta:\n${fill('  a: 1\n   b: 2\n')}`,
  documents: () => fill('---\n'),
  quotes: () => `meta: ${fill('"')}`,
  'one long number': () => `version: ${fill('1')}\n`,
};

for (const [name, make] of Object.entries(FILES)) {
  for (const file of ['workspace.poly', 'secrets.poly']) {
    const files = { '/ws/workspace.poly': 'name: acme\n', [`/ws/${file}`]: `name: acme\n${make()}` };
    const before = process.cpuUsage();
    const error = await survive(files).then(
      () => undefined,
      (cause: unknown) => String(cause),
    );
    const { user, system } = process.cpuUsage(before);
    const maxRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
    process.stdout.write(
      `${JSON.stringify({ name: `${name} in ${file}`, error, cpuMs: (user + system) / 1000, maxRssMiB })}\n`,
    );
  }
}
